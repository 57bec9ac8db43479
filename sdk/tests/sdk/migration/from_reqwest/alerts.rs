//! The first page of the manual: no client, one request.

use std::collections::HashMap;

use doorway::client as reqwest;
use doorway::http::StatusCode;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Ip {
    pub origin: String,
}

pub async fn ip(base: &str) -> Result<Ip, reqwest::Error> {
    reqwest::get(format!("{base}/ip")).await?.json::<Ip>().await
}

pub async fn alert(hook: &str, text: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut map = HashMap::new();
    map.insert("text", text);
    let client = reqwest::Client::new();
    let res = client.post(hook).json(&map).send().await?;
    match res.error_for_status_ref() {
        Ok(_) => Ok(()),
        Err(err) => {
            assert_eq!(err.status(), Some(StatusCode::BAD_REQUEST));
            Err(format!("{} said: {}", res.status(), res.text().await?).into())
        }
    }
}
