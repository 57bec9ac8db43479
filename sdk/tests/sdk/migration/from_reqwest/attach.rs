//! Sends a form with files.

use doorway::client::{Client, multipart};

pub async fn attach(
    client: &Client,
    url: &str,
    text: String,
) -> Result<(u16, String), Box<dyn std::error::Error>> {
    let picture = multipart::Part::bytes(vec![0xff, 0xd8, 0xff])
        .file_name("cat.jpg")
        .mime_str("image/jpeg")?;
    let notes = multipart::Part::text(text).file_name("notes.txt").mime_str("text/plain")?;
    let form =
        multipart::Form::new().text("title", "A cat").part("picture", picture).part("notes", notes);
    let response = client.post(url).multipart(form).send().await?;
    let location = response.headers().get("location").and_then(|value| value.to_str().ok());
    Ok((response.status().as_u16(), location.unwrap_or_default().to_owned()))
}
