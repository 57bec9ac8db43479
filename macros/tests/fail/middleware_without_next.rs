use doorway::{Request, Response, http_middleware};

#[http_middleware]
async fn alone(request: Request) -> Response {
    Response::new(request.into_body())
}

fn main() {}
