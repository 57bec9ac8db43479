//! The body of an outgoing request on its way, beside its response.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use super::wire::Transmitted;
use crate::backend::say;
use crate::body::Written;
use crate::error::{Chain, Error, ErrorKind};
use crate::task::{self, JoinHandle};
use crate::time::timeout;

/// How long, after its upload, a response may go on that nobody reads.
const UNREAD_RESPONSE: Duration = Duration::from_secs(5);

/// An upload that goes on. To drop it is to cancel it.
pub(super) struct Upload {
    task: Option<JoinHandle<()>>,
    shared: Rc<Shared>,
}

/// What an upload and its request share.
#[derive(Default)]
struct Shared {
    /// Why the upload failed, while `send` is there to be told.
    failure: RefCell<Option<Error>>,
    /// Whether `send` is over.
    answered: Cell<bool>,
}

impl Upload {
    pub(super) fn start(written: Written, transmitted: Transmitted) -> Self {
        let shared = Rc::<Shared>::default();
        let task = task::spawn(shared.clone().upload(written, transmitted));
        Self { task: Some(task), shared }
    }

    /// Why it failed, if the request did because of that.
    pub(super) fn failure(&self) -> Option<Error> {
        self.shared.failure.take()
    }

    /// Lets it go on by itself.
    pub(super) fn detach(mut self) {
        self.shared.answered.set(true);
        if let Some(error) = self.failure() {
            log(&error);
        }
        self.task = None;
    }
}

/// A request that nobody waits for any more takes its body with it.
impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Shared {
    async fn upload(self: Rc<Self>, written: Written, transmitted: Transmitted) {
        let written = match written {
            Ok(Some(writing)) => writing.await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        match written {
            // A host may break the connection, with its last bytes, when nobody holds it.
            Ok(()) => {
                let _ = timeout(UNREAD_RESPONSE, transmitted).await;
            }
            // An upstream that has heard enough is no failure; its response says the rest.
            Err(error) if error.kind() == ErrorKind::Closed => {}
            Err(error) if self.answered.get() => log(&error),
            Err(error) => *self.failure.borrow_mut() = Some(error),
        }
    }
}

fn log(error: &Error) {
    say!("doorway: aborted the request: {}", Chain(error));
}
