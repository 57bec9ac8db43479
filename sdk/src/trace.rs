//! [`TraceContext`]: the trace that a request belongs to.

use std::fmt;
use std::sync::Arc;

use crate::Request;
use crate::port::random;

pub(crate) mod body;
pub(crate) mod current;
mod fields;
mod parse;
#[cfg(feature = "log")]
mod slot;

use current::Current;
#[cfg(feature = "log")]
pub(crate) use slot::Slot;

/// The trace that a request belongs to
/// ([W3C Trace Context](https://www.w3.org/TR/trace-context-1/)).
///
/// [`TraceContextLayer`](crate::middleware::TraceContextLayer) creates it from the request's
/// `traceparent` and `tracestate`, or starts a new trace. It can be taken as an extractor. It is
/// also [current](TraceContext::current) while the request is handled, and is sent along with the
/// requests of a [client](crate::client).
///
/// `Display` writes the `traceparent`.
///
/// # Examples
///
/// ```
/// use doorway::extract::TraceContext;
/// use doorway::middleware::TraceContextLayer;
/// use doorway::testing::block_on;
/// use doorway::{Body, Request, Router, Service, routing::get};
///
/// async fn trace(context: TraceContext) -> String {
///     context.trace_id().to_owned()
/// }
///
/// let app: Router = Router::new().route("/", get(trace)).layer(TraceContextLayer::new());
///
/// let request = Request::builder()
///     .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
///     .body(Body::empty())?;
/// let response = block_on(Service::call(&app, request.into()));
/// let body = block_on(response.into_body().collect_up_to(1024))?;
/// assert_eq!(body.bytes(), "0af7651916cd43dd8448eb211c80319c");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Its parts, in a function that is not given the context:
///
/// ```
/// use doorway::middleware::TraceContextLayer;
/// use doorway::trace::TraceContext;
/// use doorway::{Router, routing::get, testing::TestClient};
///
/// fn line(text: &str) -> String {
///     let Some(context) = TraceContext::current() else { return text.to_owned() };
///     let kind = if context.is_sampled() { "recorded" } else { "not recorded" };
///     let (span, parent) = (context.span_id(), context.parent_id().unwrap_or("nobody"));
///     assert_ne!(span, parent);
///     format!("{text} ({kind}, called by {parent}, {})", context.state().unwrap_or("no state"))
/// }
///
/// let app: Router =
///     Router::new().route("/", get(async || line("ready"))).layer(TraceContextLayer::new());
/// let response = TestClient::new(app)
///     .get("/")
///     .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
///     .header("tracestate", "vendor=1")
///     .send();
/// assert_eq!(response.text(), "ready (recorded, called by b7ad6b7169203331, vendor=1)");
/// ```
///
/// # Errors
///
/// [`TraceContextMissing`](crate::extract::rejection::TraceContextMissing): 500 if the handler has no such layer. `Option<TraceContext>` is `None`
/// then.
#[derive(Clone)]
#[doc(alias("opentelemetry", "request_id", "traceparent", "tracing"))]
pub struct TraceContext(Arc<Inner>);

struct Inner {
    /// `00-`, the trace's id, `-`, the span's id, `-`, the flags.
    traceparent: [u8; 55],
    /// The caller's span.
    parent_id: Option<[u8; 16]>,
    state: Option<Box<str>>,
}

impl TraceContext {
    /// Returns the context of the running task's request, if a layer created one.
    ///
    /// Tasks that are [spawned](crate::task::spawn) and the response's body inherit it.
    pub fn current() -> Option<Self> {
        Some(current::get()?.context())
    }

    /// Returns the id of the trace: 32 hexadecimal digits.
    pub fn trace_id(&self) -> &str {
        self.0.text(3, 32)
    }

    /// Returns the id of this request's span: 16 hexadecimal digits.
    pub fn span_id(&self) -> &str {
        self.0.text(36, 16)
    }

    /// Returns the id of the caller's span; `None` if the trace starts here.
    pub fn parent_id(&self) -> Option<&str> {
        str::from_utf8(self.0.parent_id.as_ref()?).ok()
    }

    /// Returns whether the caller may have recorded the trace: the flag `sampled`.
    pub fn is_sampled(&self) -> bool {
        self.0.traceparent[54] & 1 == 1
    }

    /// Returns the `tracestate`: data of tracing systems.
    pub fn state(&self) -> Option<&str> {
        self.0.state.as_deref()
    }

    /// Creates a context for a new span of the same trace, such as for a message to another
    /// service.
    ///
    /// Requests of a [client](crate::client) get one automatically.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::TraceContext;
    ///
    /// /// A message that carries its trace.
    /// fn message(context: &TraceContext, text: &str) -> String {
    ///     format!("traceparent: {}\n\n{text}", context.child())
    /// }
    /// ```
    pub fn child(&self) -> Self {
        Self(Arc::new(self.0.child()))
    }

    /// Gives a request its context, unless it has one; `sampled` is for a new trace.
    pub(crate) fn begin(request: &mut Request, sampled: bool) -> Arc<dyn Current> {
        if let Some(Self(context)) = request.parts.extensions.added().get() {
            return context.clone();
        }
        let context = Self::of(request, sampled);
        let extensions = request.parts.extensions.added();
        #[cfg(feature = "log")]
        Slot::fill(extensions, &context);
        extensions.insert(context.clone());
        context.0
    }

    fn of(request: &Request, sampled: bool) -> Self {
        Self(Arc::new(match fields::read(request) {
            Some((parent, state)) => {
                Inner::new(parent.trace_id, parent.sampled, state, Some(parent.span_id))
            }
            None => Inner::new(random_id(), sampled, None, None),
        }))
    }
}

impl Inner {
    fn new(
        trace_id: [u8; 32],
        sampled: bool,
        state: Option<Box<str>>,
        parent_id: Option<[u8; 16]>,
    ) -> Self {
        let mut traceparent = *b"00-00000000000000000000000000000000-0000000000000000-00";
        traceparent[3..35].copy_from_slice(&trace_id);
        traceparent[36..52].copy_from_slice(&random_id::<16>());
        traceparent[54] += u8::from(sampled);
        Self { traceparent, parent_id, state }
    }

    fn child(&self) -> Self {
        let mut child = Self { state: self.state.clone(), ..*self };
        child.traceparent[36..52].copy_from_slice(&random_id::<16>());
        child.parent_id = self.traceparent[36..52].try_into().ok();
        child
    }

    fn text(&self, start: usize, length: usize) -> &str {
        str::from_utf8(&self.traceparent[start..start + length]).unwrap_or_default()
    }
}

/// Random hexadecimal digits, not all of them zero.
fn random_id<const DIGITS: usize>() -> [u8; DIGITS] {
    let mut id = [b'0'; DIGITS];
    for digits in id.as_chunks_mut::<16>().0 {
        let mut number = random::number();
        for digit in digits {
            *digit = b"0123456789abcdef"[number as usize & 15];
            number >>= 4;
        }
    }
    if id.iter().all(|digit| *digit == b'0') {
        id[0] = b'1';
    }
    id
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.text(0, 55))
    }
}

impl fmt::Debug for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceContext({self})")
    }
}
