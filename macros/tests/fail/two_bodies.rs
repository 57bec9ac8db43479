use doorway::{Json, http_handler};

#[http_handler]
async fn handle(Json(numbers): Json<Vec<u32>>, body: String) -> String {
    format!("{numbers:?} {body}")
}

fn main() {}
