//! Says how far it is.

/// Numbers what is done, on stderr.
pub(super) struct Steps {
    done: usize,
    total: usize,
}

impl Steps {
    pub(super) fn new(total: usize) -> Self {
        Self { done: 0, total }
    }

    /// The next step begins.
    pub(super) fn next(&mut self, what: &str) {
        self.done += 1;
        eprintln!("[{}/{}] {what} …", self.done, self.total);
    }
}
