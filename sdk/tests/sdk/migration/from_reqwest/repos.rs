//! A client of an API: pages by the `link` field, what is missing is `None`, an error type of its own.

use std::fmt;
use std::time::Duration;

use doorway::client::{self as reqwest, Client, Response};
use doorway::http::StatusCode;
use doorway::http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, LINK};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
pub struct Repo {
    pub name: String,
    #[serde(default)]
    pub stars: u32,
}

#[derive(Serialize)]
struct NewIssue<'a> {
    title: &'a str,
    labels: &'a [&'a str],
}

#[derive(Deserialize)]
struct Refusal {
    message: String,
}

#[derive(Debug)]
pub enum ApiError {
    Http(reqwest::Error),
    Refused(StatusCode, String),
}

impl From<reqwest::Error> for ApiError {
    fn from(error: reqwest::Error) -> Self {
        ApiError::Http(error)
    }
}

impl std::error::Error for ApiError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ApiError::Http(error) => Some(error),
            ApiError::Refused(..) => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApiError::Http(error) if error.is_timeout() => f.write_str("the API is too slow"),
            ApiError::Http(error) if error.is_connect() => f.write_str("the API is not there"),
            ApiError::Http(error) if error.is_decode() => f.write_str("the API has changed"),
            ApiError::Http(error) => write!(f, "the API failed: {error}"),
            ApiError::Refused(status, message) => write!(f, "{}: {message}", status.as_u16()),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
    base: String,
}

impl Api {
    pub fn new(base: &str, token: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}"))?;
        authorization.set_sensitive(true);
        headers.insert(AUTHORIZATION, authorization);
        let client = Client::builder()
            .user_agent(concat!("repos/", "1.0"))
            .default_headers(headers)
            .connect_timeout(Duration::from_secs(2))
            .timeout(Duration::from_secs(10))
            .build()?;
        Ok(Self { client, base: base.to_string() })
    }

    pub async fn repos(&self, user: &str) -> Result<Vec<Repo>, ApiError> {
        let mut all = Vec::new();
        let url = format!("{}/users/{user}/repos", self.base);
        let query = [("per_page", "2"), ("sort", "most stars")];
        let mut response = self.client.get(&url).query(&query).send().await?;
        loop {
            let response_now = checked(response).await?;
            let next = next_page(response_now.headers());
            all.extend(response_now.json::<Vec<Repo>>().await?);
            match next {
                Some(next) => response = self.client.get(next).send().await?,
                None => return Ok(all),
            }
        }
    }

    pub async fn repo(&self, user: &str, name: &str) -> Result<Option<Repo>, ApiError> {
        let response = self.client.get(format!("{}/repos/{user}/{name}", self.base)).send().await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        Ok(Some(response.error_for_status()?.json().await?))
    }

    pub async fn report(&self, name: &str, title: &str) -> Result<String, ApiError> {
        let issue = NewIssue { title, labels: &["bug"] };
        let request = self.client.post(format!("{}/repos/{name}/issues", self.base));
        let response = checked(request.json(&issue).send().await?).await?;
        let location = response.headers().get("location").and_then(|value| value.to_str().ok());
        Ok(location.unwrap_or("nowhere").to_string())
    }
}

async fn checked(response: Response) -> Result<Response, ApiError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let text = response.text().await?;
    let message = serde_json::from_str::<Refusal>(&text).map(|refusal| refusal.message);
    Err(ApiError::Refused(status, message.unwrap_or(text)))
}

fn next_page(headers: &HeaderMap) -> Option<String> {
    let link = headers.get(LINK)?.to_str().ok()?;
    let next = link.split(',').find(|link| link.contains("rel=\"next\""))?;
    let (_, url) = next.split_once('<')?;
    Some(url.split_once('>')?.0.to_string())
}
