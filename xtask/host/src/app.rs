//! A component that answers requests, wherever they come from.

use crate::engine::MAX_INSTANCES;
use crate::error::{Error, Result};
use crate::linker;
use crate::log::Log;
use crate::server::Options;
use crate::service::{Leaving, Refusal, Service};
use crate::worker::Factory;
use bytes::Bytes;
use doorway_host_wasi::Surroundings;
use http::{Request, Response};
use http_body::Body;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use wasmtime::component::Component;

/// A component that answers the requests of this process, without a port. Dropped, it stops at once.
#[derive(Debug)]
pub struct App {
    max_concurrent: usize,
    grace: Duration,
    log: Log,
    service: Arc<Service>,
    turns: Arc<Semaphore>,
    /// How many instances have something to do.
    busy: watch::Receiver<usize>,
    /// Tells the instances to stop.
    stop: watch::Sender<bool>,
}

impl App {
    /// Links the component, which [`serving`](crate::engine::serving) compiled.
    ///
    /// # Errors
    ///
    /// [`Error::Imports`] and [`Error::Link`] if the component does not fit the proxy world,
    /// [`Error::Option`] for an option out of range.
    pub fn start(component: &Component, options: Options) -> Result<Self> {
        let (reuse, max_concurrent) = (options.reuse, options.max_concurrent);
        if reuse == 0 {
            return Err(Error::Option(
                "an instance must be used at least once; set --reuse to 1 or more".to_owned(),
            ));
        }
        if !(1..=MAX_INSTANCES as usize).contains(&max_concurrent) {
            return Err(Error::Option(format!(
                "--max-concurrent must be between 1 and {MAX_INSTANCES}"
            )));
        }

        let pre = linker::prepare(component, options.world)?;
        let (stop, stopped) = watch::channel(false);
        let (busy, still_busy) = watch::channel(0);
        let (grace, log) = (options.grace, options.log.clone());
        let turns = Arc::new(Semaphore::new(max_concurrent));
        let engine = component.engine().clone();
        let Options { env, config, keyvalue, .. } = &options;
        let surroundings = Surroundings::new(env, config, keyvalue.clone());
        let factory = Factory { engine, pre, options, surroundings, stop: stopped, busy };
        let service = Arc::new(Service::new(factory, Arc::clone(&turns)));
        Ok(Self { max_concurrent, grace, log, service, turns, busy: still_busy, stop })
    }

    pub(crate) fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// A handle that calls it; clones call the same.
    pub fn caller(&self) -> Caller {
        Caller(Arc::clone(&self.service))
    }

    /// Serves another component, of the same engine, from the next request on. Requests under way are finished by the
    /// one that has them.
    ///
    /// # Errors
    ///
    /// [`Error::Imports`] and [`Error::Link`] if it does not fit the world; then the old one stays.
    pub fn swap(&self, component: &Component) -> Result<()> {
        let now = self.service.handler();
        let pre = linker::prepare(component, now.state().options.world)?;
        self.service.swap(now.state().of(pre));
        Ok(())
    }

    /// Stops when `last` has come, requests in flight are finished and instances have nothing more to do.
    /// Returns whether all that was so within [`Options::grace`].
    pub async fn shutdown(mut self, last: impl Future<Output = ()>) -> bool {
        self.finish(last).await
    }

    pub(crate) async fn finish(&mut self, last: impl Future<Output = ()>) -> bool {
        let all = async {
            last.await;
            // Guests may still be at work for responses that are delivered.
            let all = u32::try_from(self.max_concurrent).unwrap_or(u32::MAX);
            drop(self.turns.acquire_many(all).await);
            // On WASI 0.3 they may be so after that, too.
            let _ = self.busy.wait_for(|busy| *busy == 0).await;
        };
        let finished = timeout(self.grace, all).await.is_ok();
        if !finished {
            let left = self.max_concurrent - self.turns.available_permits();
            self.log
                .line(format!("stopped with {left} requests unfinished after {:?}", self.grace));
        }
        finished
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.turns.close();
        // No instance left to tell is fine.
        let _ = self.stop.send(true);
    }
}

/// Calls an [`App`].
#[derive(Clone, Debug)]
pub struct Caller(Arc<Service>);

impl Caller {
    /// Hands a request to an instance, when its turn has come. The request names its host, by its URI or by `host`.
    ///
    /// Dropped before it is done, it stops the guest, unless the instance has other requests, too.
    ///
    /// # Errors
    ///
    /// When the guest gives no response.
    pub async fn call<B>(
        &self,
        request: Request<B>,
    ) -> Result<
        Response<impl Body<Data = Bytes, Error = wasmtime_wasi_http::Error> + Send + use<B>>,
        Refusal,
    >
    where
        B: Body<Data = Bytes, Error: Into<wasmtime_wasi_http::Error>> + Send + 'static,
    {
        self.0.handle(request, Leaving::Cancels).await
    }
}
