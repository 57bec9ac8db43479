//! The events of a tab: requests and problems.

use std::collections::HashMap;

use serde_json::Value;

/// One request of a page, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Visit {
    pub(crate) method: String,
    /// The path and query.
    pub(crate) target: String,
    /// As the server sent it; 0 if it sent none, be it that the browser had it all.
    pub(crate) status: u16,
}

/// A visit, to compare with.
pub(crate) fn visit(method: &str, target: &str, status: u16) -> Visit {
    Visit { method: method.to_owned(), target: target.to_owned(), status }
}

#[derive(Default)]
pub(super) struct Record {
    /// How many pages were loaded.
    pub(super) loads: usize,
    pub(super) problems: Vec<String>,
    /// Method, path and query, and the request that it is a part of: several are, if one is
    /// redirected.
    visits: Vec<(String, String, String)>,
    /// The server's statuses for the parts of a request. They may be reported before the request.
    statuses: HashMap<String, Vec<u16>>,
}

impl Record {
    /// The requests so far, if it is known how all of them were answered.
    pub(super) fn take_visits(&mut self) -> Option<Vec<Visit>> {
        let mut parts: HashMap<&str, usize> = HashMap::new();
        let mut visits = Vec::new();
        for (method, target, id) in &self.visits {
            let part = parts.entry(id).or_default();
            let status = *self.statuses.get(id)?.get(*part)?;
            *part += 1;
            visits.push(Visit { method: method.clone(), target: target.clone(), status });
        }
        self.visits.clear();
        self.statuses.clear();
        Some(visits)
    }

    pub(super) fn event(&mut self, event: &Value) {
        let params = &event["params"];
        let id = || string(&params["requestId"]);
        match event["method"].as_str().unwrap_or_default() {
            "Page.loadEventFired" => self.loads += 1,
            "Network.requestWillBeSent" => {
                if params["redirectHasExtraInfo"] == false && !params["redirectResponse"].is_null()
                {
                    self.answered(id(), 0);
                }
                let request = &params["request"];
                let url = string(&request["url"]);
                // Others are within the page, as those of `data:` are, or the icon, which is asked
                // for at any time or not at all.
                if url.starts_with("http") && params["type"] != "Other" {
                    self.visits.push((string(&request["method"]), path(&url).to_owned(), id()));
                }
            }
            "Network.responseReceivedExtraInfo" => {
                let status = params["statusCode"].as_u64().and_then(|code| code.try_into().ok());
                self.answered(id(), status.unwrap_or(0));
            }
            // It came from the cache.
            "Network.responseReceived" if params["hasExtraInfo"] == false => {
                self.answered(id(), 0);
            }
            "Network.loadingFailed" => {
                if params["canceled"] != true {
                    let visit = self.visits.iter().rfind(|(.., of)| *of == id());
                    let target = visit.map_or("", |(_, target, _)| target);
                    self.problems.push(format!("{target}: {}", params["errorText"]));
                }
                self.answered(id(), 0);
            }
            "Runtime.exceptionThrown" => {
                let exception = &params["exceptionDetails"]["exception"];
                self.problems.push(format!("exception: {}", string(&exception["description"])));
            }
            "Runtime.consoleAPICalled" if is_bad(&params["type"]) => {
                self.problems.push(format!("console: {}", params["args"]));
            }
            "Log.entryAdded" if is_bad(&params["entry"]["level"]) => {
                let (url, text) = (&params["entry"]["url"], &params["entry"]["text"]);
                self.problems.push(format!("{}: {}", path(&string(url)), string(text)));
            }
            "Inspector.targetCrashed" => self.problems.push("the page crashed".to_owned()),
            _ => {}
        }
    }

    fn answered(&mut self, id: String, status: u16) {
        self.statuses.entry(id).or_default().push(status);
    }
}

fn is_bad(level: &Value) -> bool {
    ["error", "warning", "assert"].iter().any(|bad| level == bad)
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The path and query of a URL.
fn path(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    url[authority..].find('/').map_or(url, |at| &url[authority + at..])
}
