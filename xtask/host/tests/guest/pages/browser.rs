//! A headless Chromium with one tab.

use std::panic::Location;

use doorway_host::testing::within;
use serde_json::{Value, json};

mod act;
mod look;
mod pipe;
mod process;
mod record;

use pipe::Pipe;
use process::Process;
use record::Record;
pub(super) use record::{Visit, visit};

/// A browser with one tab, and what happened in it.
///
/// Its methods return when the browser has done what they say, and panic with what it complains of.
pub(super) struct Browser {
    pipe: Pipe,
    /// The tab, and the name of what is said to it.
    target: String,
    session: String,
    record: Record,
}

impl Browser {
    /// Starts a browser and opens a page in it.
    pub(super) async fn open(url: &str) -> Self {
        let pipe = Pipe::new(Process::start());
        let mut browser =
            Self { pipe, target: String::new(), session: String::new(), record: Record::default() };
        let tab = browser.call("Target.createTarget", json!({ "url": "about:blank" })).await;
        browser.target = text(&tab["targetId"]);
        let attach = json!({ "targetId": browser.target, "flatten": true });
        let attached = browser.call("Target.attachToTarget", attach).await;
        browser.session = text(&attached["sessionId"]);
        for domain in ["Page", "Runtime", "Log", "Network", "Inspector"] {
            browser.call(&format!("{domain}.enable"), json!({})).await;
        }
        browser.go(url).await;
        browser
    }

    /// Goes to a page and waits until it is loaded, with all that belongs to it.
    pub(super) async fn go(&mut self, url: &str) {
        let loads = self.record.loads;
        let gone = self.call("Page.navigate", json!({ "url": url })).await;
        assert_eq!(gone["errorText"], Value::Null, "{url} cannot be opened");
        self.loaded(loads).await;
    }

    /// Loads the page again, as the button beside the address does.
    pub(super) async fn reload(&mut self) {
        let loads = self.record.loads;
        self.call("Page.reload", json!({})).await;
        self.loaded(loads).await;
    }

    /// Closes the tab. The browser goes on.
    pub(super) async fn close_tab(&mut self) {
        let target = json!({ "targetId": self.target });
        self.session.clear();
        self.call("Target.closeTarget", target).await;
    }

    /// Ends the browser, in which nothing may have gone wrong.
    #[track_caller]
    pub(super) fn close(mut self) -> impl Future<Output = ()> {
        let caller = Location::caller();
        async move {
            self.no_problems_at(caller).await;
            self.call("Browser.close", json!({})).await;
            within("the end of the browser", self.pipe.end()).await;
        }
    }

    /// The requests of pages since the last call, in their order. It waits for the heads of the
    /// responses.
    pub(super) async fn visits(&mut self) -> Vec<Visit> {
        self.catch_up().await;
        let answered = async {
            loop {
                match self.record.take_visits() {
                    Some(visits) => return visits,
                    None => self.record.event(&self.pipe.receive().await),
                }
            }
        };
        within("the answers to all requests of the page", answered).await
    }

    /// Nothing went wrong since this was asked last: no error on the console, no failed request.
    #[track_caller]
    pub(super) fn no_problems(&mut self) -> impl Future<Output = ()> {
        self.no_problems_at(Location::caller())
    }

    async fn no_problems_at(&mut self, caller: &Location<'_>) {
        let problems = self.problems().await;
        assert!(problems.is_empty(), "{caller}: the browser complains: {problems:#?}");
    }

    /// The problems since the last call.
    pub(super) async fn problems(&mut self) -> Vec<String> {
        self.catch_up().await;
        std::mem::take(&mut self.record.problems)
    }

    /// Hears of everything that has happened on the page.
    async fn catch_up(&mut self) {
        // Its events and its answers come in their order.
        if !self.session.is_empty() {
            self.js("0").await;
        }
    }

    async fn loaded(&mut self, before: usize) {
        let loading = async {
            while self.record.loads == before {
                self.record.event(&self.pipe.receive().await);
            }
        };
        within("the load of the page", loading).await;
    }

    /// Gives a command of the [DevTools protocol](https://chromedevtools.github.io/devtools-protocol/).
    async fn call(&mut self, method: &str, params: Value) -> Value {
        let session = (!method.starts_with("Target.") && !method.starts_with("Browser."))
            .then_some(&*self.session);
        let id = self.pipe.send(method, &params, session);
        let answered = async {
            loop {
                let mut message = self.pipe.receive().await;
                if message["id"] == id {
                    assert_eq!(message["error"], Value::Null, "{method} {params} failed");
                    return message["result"].take();
                }
                self.record.event(&message);
            }
        };
        within(method, answered).await
    }
}

/// A string that the protocol promises.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}")).to_owned()
}
