use doorway::debug_handler;

struct Planet;

impl Planet {
    #[debug_handler]
    async fn show(self) {}
}

fn main() {}
