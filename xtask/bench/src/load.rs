//! Asks a server as much as it can answer, over connections that stay open.
//!
//! It shares the processor with the server, and so does little: one thread, one request that is made
//! once, no allocation for a response.

mod response;

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::machine::page_faults;

/// How many requests are under way at a time.
pub(crate) const CONNECTIONS: usize = 16;

/// A request, and the expected answer.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) addr: SocketAddr,
    pub(crate) path: &'static str,
    pub(crate) answer: &'static [u8],
    /// How long the server is asked before anything counts.
    pub(crate) warm_up: Duration,
    pub(crate) time: Duration,
}

/// The result of a load.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answered {
    pub(crate) per_second: f64,
    /// The page faults of this process for each request, where the system tells them.
    pub(crate) faults: Option<f64>,
}

/// The results of the connections.
#[derive(Default)]
struct Tally {
    answered: Cell<u64>,
    failure: RefCell<Option<anyhow::Error>>,
}

impl Load {
    /// Asks for hello for that time, after a quarter of it to warm up.
    pub(crate) fn hello(addr: SocketAddr, time: Duration) -> Self {
        Self { addr, path: "/hello", answer: b"Hello, world!", warm_up: time / 4, time }
    }

    /// Asks, and sees that each answer is there in full and as it must be.
    ///
    /// # Errors
    ///
    /// The first answer that was another one, or none.
    pub(crate) fn run(self) -> Result<Answered> {
        // A thread of its own: the server has its threads elsewhere.
        let running = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            LocalSet::new().block_on(&runtime, self.ask())
        });
        running.join().map_err(|_| anyhow!("the load generator panicked"))?
    }

    async fn ask(self) -> Result<Answered> {
        let tally = std::rc::Rc::new(Tally::default());
        for _ in 0..CONNECTIONS {
            let tally = tally.clone();
            tokio::task::spawn_local(async move {
                if let Err(error) = self.connection(&tally).await {
                    tally.failure.borrow_mut().get_or_insert(error);
                }
            });
        }
        tokio::time::sleep(self.warm_up).await;
        let (start, before, faults) = (Instant::now(), tally.answered.get(), page_faults());
        tokio::time::sleep(self.time).await;
        let (elapsed, answered) = (start.elapsed(), tally.answered.get() - before);
        if let Some(failure) = tally.failure.take() {
            return Err(failure);
        }
        if answered == 0 {
            bail!("no answer within {:?}", self.time);
        }
        let faults = page_faults().zip(faults).map(|(after, before)| after - before);
        Ok(Answered {
            per_second: answered as f64 / elapsed.as_secs_f64(),
            faults: faults.map(|faults| faults as f64 / answered as f64),
        })
    }

    /// Sends one request after the other, without end.
    async fn connection(self, tally: &Tally) -> Result<()> {
        let request =
            format!("GET {} HTTP/1.1\r\nhost: {}\r\naccept: */*\r\n\r\n", self.path, self.addr);
        let mut stream = TcpStream::connect(self.addr).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        let mut buffer = [0; 4096];
        loop {
            stream.write_all(request.as_bytes()).await.context("cannot send a request")?;
            let mut filled = 0;
            while !response::is_complete(&buffer[..filled], self.answer)? {
                let read = stream.read(&mut buffer[filled..]).await.context("cannot read")?;
                if read == 0 {
                    bail!("the connection ended after {filled} bytes of a response");
                }
                filled += read;
            }
            tally.answered.set(tally.answered.get() + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;

    /// Asks a server that sends `answer` whatever it is asked.
    fn ask(answer: &'static [u8]) -> Result<Answered> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let addr = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    let mut request = [0; 1024];
                    while stream.read(&mut request).is_ok_and(|read| read > 0)
                        && stream.write_all(answer).is_ok()
                    {}
                });
            }
        });
        let (warm_up, time) = (Duration::from_millis(1), Duration::from_millis(200));
        Load { addr, path: "/", answer: b"yes", warm_up, time }.run()
    }

    #[test]
    fn whole_answers_count() {
        let answered = ask(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes").unwrap();
        assert!(answered.per_second > 0.0);
    }

    #[test]
    fn any_other_answer_fails() {
        let error = ask(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno").unwrap_err();
        assert_eq!(error.to_string(), "the body is \"no\"");
        let error = ask(b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n").unwrap_err();
        assert_eq!(error.to_string(), "the status is 500");
    }
}
