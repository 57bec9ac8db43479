//! Signs in by a form, and keeps the session in the cookie store.

use doorway::client::{Client, Error};
use doorway::http::header;

pub async fn inbox(base: &str, user: &str, password: &str) -> Result<(String, String), Error> {
    let client = Client::builder().cookie_store(true).build()?;
    let form = [("user", user), ("password", password)];
    let page = client.post(format!("{base}/login")).form(&form).send().await?.error_for_status()?;
    let title = page.url().path().to_string();
    let inbox = client
        .get(format!("{base}/inbox"))
        .header(header::ACCEPT_LANGUAGE, "en")
        .header("x-requested-with", "XMLHttpRequest")
        .send()
        .await?
        .error_for_status()?;
    Ok((title, inbox.text().await?))
}
