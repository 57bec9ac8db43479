//! Follows redirects, or does not.

use doorway::client::{Client, Error, redirect};
use doorway::http::{Method, header};

pub async fn where_to(url: &str) -> Result<Option<String>, Error> {
    let client = Client::builder().redirect(redirect::Policy::none()).build()?;
    let response = client.head(url).send().await?;
    if !response.status().is_redirection() {
        return Ok(None);
    }
    let location = response.headers().get(header::LOCATION);
    Ok(location.and_then(|location| location.to_str().ok()).map(str::to_owned))
}

pub async fn report(base: &str, user: &str) -> Result<String, Error> {
    let policy = redirect::Policy::custom(|attempt| {
        if attempt.previous().len() > 2 {
            attempt.error("too far away")
        } else if attempt.url().path().starts_with("/private") {
            attempt.stop()
        } else {
            attempt.follow()
        }
    });
    let client = Client::builder().redirect(policy).build()?;
    let method = Method::from_bytes(b"REPORT").unwrap();
    let request = client
        .request(method, format!("{base}/calendar"))
        .basic_auth(user, Some("secret"))
        .body("<query/>")
        .build()?;
    assert_eq!(request.method().as_str(), "REPORT");
    let response = client.execute(request).await?;
    Ok(format!("{} {}", response.status().as_u16(), response.url().path()))
}
