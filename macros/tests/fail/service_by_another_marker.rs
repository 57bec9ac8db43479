use doorway::{IntoService, Router};

enum Marker {}

struct App;

impl IntoService<Marker> for App {}

fn main() {
    let _: Router = Router::new().nest_service("/app", App);
}
