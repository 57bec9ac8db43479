//! `TraceContextLayer`: what is read, what is current where, what is passed on.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use doorway::extract::TraceContext;
use doorway::http::{HeaderMap, HeaderValue};
use doorway::middleware::{Next, TraceContextLayer, from_fn};
use doorway::routing::{any, get};
use doorway::testing::TestClient;
use doorway::{Body, Error, Request, Response, Router, client};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SPAN: &str = "b7ad6b7169203331";
const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn traced(router: Router) -> Router {
    router.layer(TraceContextLayer::new())
}

/// `traceparent` and `parent_id`, of what the extractor gives and of what is current.
async fn show(extracted: TraceContext) -> String {
    let current = TraceContext::current().unwrap();
    assert_eq!(extracted.to_string(), current.to_string());
    let parent = extracted.parent_id().unwrap_or("none");
    format!("{extracted} {parent} {}", extracted.state().unwrap_or("none"))
}

/// As `show` has them.
struct Shown {
    trace: String,
    span: String,
    flags: String,
    parent: String,
    state: String,
}

fn shown(text: &str) -> Shown {
    let mut words = text.splitn(3, ' ');
    let mut word = || words.next().unwrap().to_owned();
    let (traceparent, parent, state) = (word(), word(), word());
    let parts: Vec<&str> = traceparent.split('-').collect();
    let [version, trace, span, flags] = parts[..] else { panic!("{text}") };
    assert_eq!((version, trace.len(), span.len()), ("00", 32, 16), "{text}");
    let digits =
        |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    assert!(digits(trace) && digits(span) && digits(flags));
    assert!(trace.contains(|c| c != '0') && span.contains(|c| c != '0'));
    let (trace, span, flags) = (trace.into(), span.into(), flags.into());
    Shown { trace, span, flags, parent, state }
}

fn ask(client: &TestClient, fields: &[(&str, &str)]) -> Shown {
    let mut request = client.get("/");
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    shown(&request.send().text())
}

#[test]
fn a_trace_goes_on() {
    let client = TestClient::new(traced(Router::new().route("/", get(show))));
    let found = ask(&client, &[("traceparent", PARENT)]);
    assert_eq!((&*found.trace, &*found.flags, &*found.parent), (TRACE, "01", SPAN));
    assert_ne!(found.span, SPAN);
    let unsampled = format!("00-{TRACE}-{SPAN}-00");
    let found = ask(&client, &[("traceparent", &unsampled), ("tracestate", "a=1 ,b=2")]);
    assert_eq!((&*found.trace, &*found.flags, &*found.state), (TRACE, "00", "a=1,b=2"));
    // Flags that are not defined are not passed on.
    let found = ask(&client, &[("TraceParent", &format!("01-{TRACE}-{SPAN}-ff-more"))]);
    assert_eq!((&*found.trace, &*found.flags), (TRACE, "01"));
}

#[test]
fn a_trace_begins() {
    let client = TestClient::new(traced(Router::new().route("/", get(show))));
    let two = [("traceparent", PARENT), ("traceparent", PARENT)];
    let malformed = format!("00-{TRACE}-{SPAN}-1");
    let mut seen = HashSet::new();
    for fields in [
        &[][..],
        &[("tracestate", "a=1")],
        &two,
        &[("traceparent", &malformed), ("tracestate", "a=1")],
        &[("traceparent", "")],
        &[("trace-parent", PARENT)],
    ] {
        let found = ask(&client, fields);
        assert_ne!(found.trace, TRACE);
        assert_eq!((&*found.flags, &*found.parent, &*found.state), ("01", "none", "none"));
        assert!(seen.insert(found.trace) && seen.insert(found.span));
    }
}

#[test]
fn a_malformed_state_is_left_out_and_the_trace_goes_on() {
    let client = TestClient::new(traced(Router::new().route("/", get(show))));
    for state in ["a", "a=1,a=2", "A=1"] {
        let found = ask(&client, &[("traceparent", PARENT), ("tracestate", state)]);
        assert_eq!((&*found.trace, &*found.state), (TRACE, "none"));
    }
    let fields = [("traceparent", PARENT), ("tracestate", "a=1,b=2"), ("tracestate", "c=3")];
    assert_eq!(ask(&client, &fields).state, "a=1,b=2,c=3");
    let request = client.get("/").header("traceparent", PARENT).header("tracestate", "a=1");
    let opaque = HeaderValue::from_bytes(b"b=\xff").unwrap();
    assert_eq!(shown(&request.header("tracestate", opaque).send().text()).state, "none");
}

#[test]
fn whether_a_trace_that_begins_is_sampled_is_the_layers() {
    let layer = TraceContextLayer::new().sampled(false);
    let client = TestClient::new(Router::new().route("/", get(show)).layer(layer));
    assert_eq!(ask(&client, &[]).flags, "00");
    assert_eq!(ask(&client, &[("traceparent", PARENT)]).flags, "01");
}

#[test]
fn without_the_layer_there_is_none() {
    async fn optional(context: Option<TraceContext>) -> String {
        format!("{} {}", context.is_some(), TraceContext::current().is_some())
    }
    let app = Router::new().route("/", get(show)).route("/optional", get(optional));
    let client = TestClient::new(app.clone());
    assert_eq!(client.get("/").send().status(), 500);
    assert_eq!(client.get("/optional").send().text(), "false false");
    let client = TestClient::new(traced(app));
    assert_eq!(client.get("/optional").send().text(), "true true");
    assert!(TraceContext::current().is_none());
}

#[test]
fn a_second_layer_changes_nothing() {
    let inner = Router::new().route("/inner", get(show));
    let inner = inner.layer(TraceContextLayer::new().sampled(false));
    let seen = Rc::<RefCell<Vec<String>>>::default();
    let outer = seen.clone();
    let app = inner
        .layer(from_fn(move |context: TraceContext, request: Request, next: Next| {
            outer.borrow_mut().push(context.to_string());
            next.run(request)
        }))
        .layer(TraceContextLayer::new());
    let text = TestClient::new(app).get("/inner").send().text();
    assert_eq!(text.split(' ').next(), seen.borrow().first().map(|first| &**first));
    assert_eq!(shown(&text).flags, "01");
}

#[test]
fn a_child_is_of_the_same_trace() {
    async fn children(context: TraceContext) -> String {
        let child = context.child();
        assert_eq!(child.parent_id(), Some(context.span_id()));
        assert_eq!(child.child().parent_id(), Some(child.span_id()));
        assert_eq!(child.state(), context.state());
        assert!(child.is_sampled());
        format!("{child} {} {}", child.parent_id().unwrap(), child.state().unwrap())
    }
    let client = TestClient::new(traced(Router::new().route("/", get(children))));
    let found = ask(&client, &[("traceparent", PARENT), ("tracestate", "a=1")]);
    assert_eq!((&*found.trace, &*found.state), (TRACE, "a=1"));
    assert_ne!(found.parent, SPAN);
}

/// Answers with the fields that carry a trace.
async fn upstream(request: Request) -> String {
    assert!(TraceContext::current().is_none());
    fields(request.headers())
}

fn fields(headers: &HeaderMap) -> String {
    let of = |name| {
        let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join("|")
    };
    format!("{} {} {}", of("traceparent"), TraceContext::current().is_some(), of("tracestate"))
}

fn to_upstream() -> doorway::http::request::Builder {
    Request::builder().uri("https://api.test/")
}

async fn send(request: doorway::http::request::Builder) -> String {
    let response = client::send(request.body(Body::empty()).unwrap()).await.unwrap();
    response.into_body().collect_up_to(4096).await.unwrap().into_string().unwrap()
}

fn client_of(handler: Router) -> TestClient {
    TestClient::new(traced(handler)).upstream("https://api.test", upstream)
}

#[test]
fn requests_carry_the_trace_on() {
    async fn handler(context: TraceContext) -> String {
        let first = shown(&send(to_upstream()).await);
        let second = shown(&send(to_upstream()).await);
        assert_eq!((&*first.trace, &*second.trace), (context.trace_id(), context.trace_id()));
        let spans = [SPAN, context.span_id(), &first.span, &second.span];
        assert_eq!(HashSet::from(spans).len(), 4);
        first.state
    }
    let client = client_of(Router::new().route("/", get(handler)));
    assert_eq!(client.get("/").send().text(), "");
    let request = client.get("/").header("traceparent", PARENT).header("tracestate", "a=1,b=2");
    assert_eq!(request.send().text(), "a=1,b=2");
    // Outside of a request there is no trace.
    assert_eq!(client.block_on(send(to_upstream())), " false ");
}

#[test]
fn a_request_with_a_trace_of_its_own_keeps_it() {
    const OWN: &str = "00-11111111111111111111111111111111-2222222222222222-00";
    async fn handler() -> String {
        let own = send(to_upstream().header("traceparent", OWN)).await;
        assert_eq!(own, format!("{OWN} false "));
        let own = send(to_upstream().header("traceparent", OWN).header("tracestate", "c=1")).await;
        assert_eq!(own, format!("{OWN} false c=1"));
        let state = shown(&send(to_upstream().header("tracestate", "c=1")).await);
        assert_eq!((&*state.trace, &*state.state), (TRACE, "c=1"));
        String::new()
    }
    let client = client_of(Router::new().route("/", get(handler)));
    let request = client.get("/").header("traceparent", PARENT).header("tracestate", "a=1");
    assert_eq!(request.send().status(), 200);
}

/// Its fields are those that came in, which are not its own.
#[test]
fn a_request_that_is_forwarded_carries_this_part_of_the_trace() {
    async fn forward(context: TraceContext, mut request: Request) -> Result<Response, Error> {
        *request.uri_mut() = "https://api.test/".parse().unwrap();
        let mut response = client::send(request).await?;
        response.headers_mut().insert("x-trace", context.trace_id().parse().unwrap());
        Ok(response)
    }
    let client = client_of(Router::new().route("/", any(forward)));
    let request = client.get("/").header("traceparent", PARENT).header("tracestate", "a=1,,b=2");
    let found = shown(&request.send().text());
    assert_eq!((&*found.trace, &*found.state), (TRACE, "a=1,,b=2"));
    assert_ne!(found.span, SPAN);
    for malformed in [&["00-1-2-3"][..], &[PARENT, PARENT], &[""]] {
        let mut request = client.get("/").header("tracestate", "a=1");
        for traceparent in malformed {
            request = request.header("traceparent", *traceparent);
        }
        let response = request.send();
        let found = shown(&response.text());
        assert_eq!(response.header("x-trace"), Some(&*found.trace));
        assert_eq!((&*found.parent, &*found.state), ("false", ""));
    }
}

#[test]
fn an_upstreams_trace_is_its_own() {
    async fn middle(context: TraceContext) -> String {
        let leaf = shown(&send(to_upstream().uri("https://leaf.test/")).await);
        assert_eq!(leaf.trace, context.trace_id());
        context.to_string()
    }
    async fn handler(context: TraceContext) -> String {
        let text = send(to_upstream()).await;
        assert_eq!(TraceContext::current().unwrap().to_string(), context.to_string());
        assert_ne!(text, context.to_string());
        text
    }
    let client = TestClient::new(traced(Router::new().route("/", get(handler))))
        .upstream("https://api.test", traced(Router::new().route("/", get(middle))))
        .upstream("https://leaf.test", upstream);
    let text = client.get("/").header("traceparent", PARENT).send().text();
    assert!(text.starts_with(&PARENT[..36]), "{text}");
}
