//! What belongs together: in a component everything does, as it has one request at a time.

pub(crate) fn scoped<F>(task: F) -> F {
    super::outgoing::expect_tasks();
    task
}
