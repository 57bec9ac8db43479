//! The costs of a request while something about it grows: routes, headers, the body. The number is
//! `n` in the query.

use std::cell::RefCell;

use doorway::extract::Path;
use doorway::http::HeaderValue;
use doorway::http::header::HeaderName;
use doorway::response::IntoResponse;
use doorway::routing::get;
use doorway::{Body, Error, Request, Response, Router, Service, http_handler};
use doorway_guests::number;
use futures_util::TryStreamExt;

/// The most that a body may have: 64 MiB.
const LIMIT: usize = 64 << 20;

#[http_handler]
async fn app(request: Request) -> Result<Response, Error> {
    Ok(match request.uri().path() {
        // Nothing of the head is read but the path.
        "/ignore" => "ignored".into_response(),
        // All headers.
        "/headers" => {
            // Without `host`, which every request has.
            let fields = request.headers().iter().filter(|(name, _)| *name != "host");
            fields.map(|(_, value)| value.len()).sum::<usize>().to_string().into_response()
        }
        // A response with `n` headers of its own.
        "/respond" => {
            let mut response = "responded".into_response();
            let headers = response.headers_mut();
            for name in NAMES.as_flattened().iter().take(number(&request, "n") as usize) {
                let name = HeaderName::from_static(name);
                headers.insert(name, const { HeaderValue::from_static("some value") });
            }
            response
        }
        // The body, chunk by chunk.
        "/chunks" => {
            let chunks = request.into_body().into_data_stream();
            let length = chunks.try_fold(0, async |length, chunk| Ok(length + chunk.len()));
            length.await?.to_string().into_response()
        }
        // The body as one piece.
        "/whole" => request
            .into_body()
            .collect_up_to(LIMIT)
            .await?
            .bytes()
            .len()
            .to_string()
            .into_response(),
        // An app of `n` routes; what was built first stays.
        _ => {
            let n = number(&request, "n") as usize;
            let app = APP.with_borrow_mut(|app| app.get_or_insert_with(|| routes(n)).clone());
            app.call(request).await
        }
    })
}

thread_local! {
    static APP: RefCell<Option<Router>> = const { RefCell::new(None) };
}

fn routes(n: usize) -> Router {
    let paths = PATHS.as_flattened().as_flattened().iter().take(n);
    paths.fold(Router::new(), |router, path| router.route(*path, get(extra)))
}

async fn extra(Path(id): Path<String>) -> Body {
    id.into()
}

/// An array of literals, one for each digit, or one of arrays for two or three.
macro_rules! digits {
    ($with:ident $($before:literal)*) => {
        [$with!($($before)* 0), $with!($($before)* 1), $with!($($before)* 2), $with!($($before)* 3), $with!($($before)* 4),
         $with!($($before)* 5), $with!($($before)* 6), $with!($($before)* 7), $with!($($before)* 8), $with!($($before)* 9)]
    };
}

macro_rules! path {
    ($a:literal $b:literal $c:literal) => {
        concat!("/extra/", $a, $b, $c, "/{id}")
    };
    ($($before:literal)*) => {
        digits!(path $($before)*)
    };
}

macro_rules! name {
    ($a:literal $b:literal) => {
        concat!("x-header-", $a, $b)
    };
    ($($before:literal)*) => {
        digits!(name $($before)*)
    };
}

static PATHS: [[[&str; 10]; 10]; 10] = path!();
static NAMES: [[&str; 10]; 10] = name!();
