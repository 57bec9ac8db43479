use doorway::middleware::NextComponent;
use doorway::{Router, Service, http_middleware};

#[http_middleware]
fn front(next: NextComponent) -> Result<impl Service, std::num::ParseIntError> {
    let _limit: u32 = "12".parse()?;
    Ok(Router::new().fallback_service(next))
}

fn main() {}
