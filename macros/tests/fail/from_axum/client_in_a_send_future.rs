use std::future::Future;
use std::pin::Pin;

use doorway::client::{Client, Error, Response};

/// A trait as `#[async_trait]` makes it, unless it is `#[async_trait(?Send)]`.
trait Planets {
    fn fetch<'a>(&'a self) -> Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>>;
}

impl Planets for Client {
    fn fetch<'a>(&'a self) -> Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>> {
        Box::pin(async move { self.get("https://example.com/planets").send().await })
    }
}

fn main() {}
