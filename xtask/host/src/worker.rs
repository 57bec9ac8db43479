//! How the instances of a served component live: when one is made, how often it is used, when it is
//! stopped.

use crate::error::{backtrace, chain};
use crate::exchange::Exchange;
use crate::log::Log;
use crate::output::Output;
use crate::server::Options;
use doorway_host_wasi::{Random, State, Surroundings};
use futures_util::task::AtomicWaker;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::{Sleep, sleep};
use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, Store, StoreContextMut};
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};

/// How long an instance that may be used again waits for a request.
const IDLE: Duration = Duration::from_secs(60);

/// How many requests a 0.3 instance handles at a time; a 0.2 instance handles one.
const CONCURRENT: usize = 16;

/// Makes instances.
pub(crate) struct Factory {
    pub(crate) engine: Engine,
    pub(crate) pre: ProxyPre<State>,
    pub(crate) options: Options,
    pub(crate) surroundings: Surroundings,
    pub(crate) stop: watch::Receiver<bool>,
    /// How many instances have something to do, be it after their responses.
    pub(crate) busy: watch::Sender<usize>,
}

impl Factory {
    /// The same for another component.
    pub(crate) fn of(&self, pre: ProxyPre<State>) -> Self {
        Self {
            engine: self.engine.clone(),
            pre,
            options: self.options.clone(),
            surroundings: self.surroundings.clone(),
            stop: self.stop.clone(),
            busy: self.busy.clone(),
        }
    }
}

impl HandlerState for Factory {
    type StoreData = State;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<State, Expiration, Worker>> {
        let Options { log, folder, memory, timeout, reuse, .. } = &self.options;
        let folder = folder.as_deref();
        let surroundings = &self.surroundings;
        let mut store =
            Output::store(&self.engine, log, surroundings, folder, Random::Fresh, *memory)?;
        if self.options.shows_connection {
            store.data_mut().show_connection();
        }
        if let Some(outgoing) = &self.options.outgoing {
            store.data_mut().send_by(Arc::clone(&outgoing.0));
        }
        // A guest that computes gives way at every tick; whether its time is over is decided
        // outside.
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let proxy = self.pre.instantiate_async(&mut store).await?;

        let exchanges = Exchanges::default();
        let mut stop = self.stop.clone();
        Ok(Instance {
            store,
            proxy,
            view: State::http,
            expiration: Expiration {
                exchanges: exchanges.clone(),
                is_reused: *reuse > 1,
                timeout: *timeout,
                work: Work { busy: self.busy.clone(), is_busy: false },
                sleep: Box::pin(sleep(*timeout)),
                // An error means that the server is gone, which is the same.
                stop: Box::pin(async move { drop(stop.wait_for(|stop| *stop).await) }),
            },
            state: Worker {
                log: log.clone(),
                timeout: *timeout,
                reuse: *reuse,
                concurrent: match self.pre {
                    ProxyPre::P2(_) => 1,
                    ProxyPre::P3(_) => CONCURRENT,
                },
                exchanges,
            },
        })
    }
}

/// The exchanges that one instance has a part in, and why it is stopped if it does not stop by
/// itself.
#[derive(Clone, Default)]
struct Exchanges {
    all: Arc<Mutex<Vec<Weak<Exchange>>>>,
    /// Wakes what looks after the instance.
    waker: Arc<AtomicWaker>,
    stopped: Arc<OnceLock<&'static str>>,
}

impl Exchanges {
    fn locked(&self) -> MutexGuard<'_, Vec<Weak<Exchange>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, exchange: &Arc<Exchange>) {
        let mut exchanges = self.locked();
        exchanges.retain(|exchange| exchange.strong_count() > 0);
        exchanges.push(Arc::downgrade(exchange));
        drop(exchanges);
        exchange.belongs_to(&self.waker);
    }

    fn alive(&self) -> Vec<Arc<Exchange>> {
        self.locked().iter().filter_map(Weak::upgrade).collect()
    }
}

/// Counts as a busy instance while there is something to do.
struct Work {
    busy: watch::Sender<usize>,
    is_busy: bool,
}

impl Work {
    fn is_now(&mut self, is_busy: bool) {
        if std::mem::replace(&mut self.is_busy, is_busy) != is_busy {
            self.busy.send_modify(|busy| if is_busy { *busy += 1 } else { *busy -= 1 });
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.is_now(false);
    }
}

/// Decides when an instance is stopped, even one that never returns.
pub(crate) struct Expiration {
    exchanges: Exchanges,
    /// Whether it has other requests, before or after one that is given up, or at the same time.
    is_reused: bool,
    timeout: Duration,
    work: Work,
    sleep: Pin<Box<Sleep>>,
    stop: Pin<Box<dyn Future<Output = ()> + Send + Sync>>,
}

impl WorkerExpiration for Expiration {
    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        status: WorkerStatus,
        start: Instant,
    ) -> Poll<()> {
        self.work.is_now(status != WorkerStatus::Idle);
        if self.stop.as_mut().poll(cx).is_ready() {
            self.exchanges.stopped.get_or_init(|| "the server stopped");
            return Poll::Ready(());
        }
        self.exchanges.waker.register(cx.waker());
        if !self.is_reused && self.exchanges.alive().iter().any(|exchange| exchange.has_left()) {
            self.exchanges.stopped.get_or_init(|| "the client left before the response");
            return Poll::Ready(());
        }
        loop {
            let deadline = match status {
                WorkerStatus::Idle => start + IDLE,
                WorkerStatus::Requests | WorkerStatus::PostReturn => {
                    let newest = self
                        .exchanges
                        .alive()
                        .iter()
                        .map(|exchange| exchange.waiting_since())
                        .max();
                    newest.unwrap_or(start).max(start) + self.timeout
                }
            };
            if deadline <= Instant::now() {
                self.exchanges.stopped.get_or_init(|| "the guest took too long");
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(deadline.into());
            ready!(self.sleep.as_mut().poll(cx));
        }
    }
}

/// One instance at work.
pub(crate) struct Worker {
    log: Log,
    timeout: Duration,
    reuse: usize,
    concurrent: usize,
    exchanges: Exchanges,
}

impl WorkerState for Worker {
    type StoreData = State;
    type RequestData = Arc<Exchange>;

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= self.reuse {
            ShouldAccept::Never
        } else if concurrent >= self.concurrent {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _: StoreContextMut<'_, State>,
        exchange: Arc<Exchange>,
        _: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + 'static + Send + Sync>> {
        self.exchanges.add(&exchange);
        let timeout = self.timeout;
        Box::pin(async move {
            loop {
                let deadline = exchange.waiting_since() + timeout;
                if deadline <= Instant::now() {
                    return;
                }
                tokio::time::sleep_until(deadline.into()).await;
            }
        })
    }

    fn drop(&self, store: Store<State>, result: wasmtime::Result<()>) {
        if let Err(error) = result {
            let exchanges = self.exchanges.alive();
            let why = self.exchanges.stopped.get().copied().unwrap_or_else(|| {
                let labels: Vec<_> =
                    exchanges.iter().map(|exchange| exchange.label.as_str()).collect();
                let (labels, why) = (labels.join(", "), chain(&error));
                self.log.line(format!("{labels}: the guest trapped: {why}{}", backtrace(&error)));
                "the guest trapped"
            });
            // Before the store goes: its bodies end with it, and must not look complete.
            for exchange in &exchanges {
                exchange.fail(why);
            }
        }
        drop(store);
    }
}
