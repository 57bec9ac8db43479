//! Pages: content of several types, as what it is.

use doorway::client::Client;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{encoded, field, get, told};
use crate::Target;

pub(crate) async fn text_of_several_types_is_text(at: Target) {
    for (path, content_type, part) in [
        ("/html", "text/html; charset=utf-8", "</html>"),
        ("/xml", "application/xml", "<?xml "),
        ("/robots.txt", "text/plain", "Disallow: /deny"),
        ("/deny", "text/plain", "YOU SHOULDN'T BE HERE"),
        ("/forms/post", "text/html; charset=utf-8", "<form "),
        ("/links/3/1", "text/html; charset=utf-8", "<a href='/links/3/2'>2</a>"),
        ("/image/svg", "image/svg+xml", "<svg "),
    ] {
        let response = get(at.url(path)).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(field(response.headers(), "content-type"), content_type);
        let text = response.text().await.unwrap();
        assert!(text.contains(part), "{path}: {text}");
    }
}

pub(crate) async fn text_beyond_ascii_is_read(at: Target) {
    let response = get(at.url("/encoding/utf8")).await;
    assert_eq!(field(response.headers(), "content-type"), "text/html; charset=utf-8");
    let text = response.text().await.unwrap();
    for part in ["∮ E⋅da = Q", "∀x∈ℝ", "ði ıntəˈnæʃənəl", "Οὐχὶ ταὐτὰ", "ሰማይ", "ᚻᛖ", "░░▒▒▓▓██"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

pub(crate) async fn base64_comes_back_as_text(at: Target) {
    let response = get(at.url("/base64/Z3LDvMOfZSBhdXMgWsO8cmljaA==")).await;
    assert_eq!(response.text().await.unwrap(), "grüße aus Zürich");
}

pub(crate) async fn json_is_what_it_is_read_as(at: Target) {
    #[derive(Deserialize)]
    struct Page {
        slideshow: Slideshow,
    }
    #[derive(Deserialize)]
    struct Slideshow {
        author: String,
        slides: Vec<Slide>,
    }
    #[derive(Deserialize)]
    struct Slide {
        title: String,
        #[serde(default)]
        items: Vec<String>,
    }
    let page: Page = get(at.url("/json")).await.json().await.unwrap();
    let Slideshow { author, slides } = page.slideshow;
    assert_eq!((&*author, slides.len()), ("Yours Truly", 2));
    assert!(slides[0].title.contains("WonderWidgets") && slides[0].items.is_empty());
    assert_eq!(slides[1].items.len(), 2);
}

pub(crate) async fn what_is_no_such_json_is_an_error(at: Target) {
    for path in ["/html", "/json", "/bytes/100", "/status/200"] {
        let error = get(at.url(path)).await.json::<Vec<u8>>().await.unwrap_err();
        assert!(error.is_decode() && !error.is_body(), "{path}: {error:?}");
        assert_eq!(error.url().unwrap().to_string(), at.url(path));
    }
}

pub(crate) async fn an_image_is_of_the_type_that_is_accepted(at: Target) {
    for (accept, content_type, start) in [
        ("image/png", "image/png", &b"\x89PNG\r\n\x1a\n"[..]),
        ("image/jpeg", "image/jpeg", b"\xff\xd8\xff"),
        ("image/webp", "image/webp", b"RIFF"),
        ("image/*", "image/png", b"\x89PNG"),
    ] {
        let request = Client::new().get(at.url("/image")).header("accept", accept);
        let response = request.send().await.unwrap();
        assert_eq!(field(response.headers(), "content-type"), content_type);
        let length = response.content_length().unwrap();
        let bytes = response.bytes().await.unwrap();
        assert!(bytes.starts_with(start), "{accept}: {:?}", &bytes[..8]);
        assert_eq!(bytes.len() as u64, length);
        let direct = get(at.url(&format!("/{content_type}"))).await;
        assert_eq!(field(direct.headers(), "content-type"), content_type);
        assert!(direct.bytes().await.unwrap() == bytes, "{content_type}");
    }
    let request = Client::new().get(at.url("/image")).header("accept", "text/html");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 406);
    let said: Value = response.json().await.unwrap();
    assert!(said["accept"].as_array().unwrap().contains(&json!("image/webp")));
}

pub(crate) async fn what_is_new_each_time_is_not_kept(at: Target) {
    let one = told(get(at.url("/uuid")).await).await["uuid"].as_str().unwrap().to_owned();
    let other = told(get(at.url("/uuid")).await).await["uuid"].as_str().unwrap().to_owned();
    assert_eq!((one.len(), other.len()), (36, 36));
    assert_ne!(one, other);
}

pub(crate) async fn the_caller_is_this_machine(at: Target) {
    assert_eq!(told(get(at.url("/ip")).await).await, json!({ "origin": "127.0.0.1" }));
}

pub(crate) async fn what_is_not_there_is_a_404(at: Target) {
    let response = get(at.url(&format!("/{}", encoded("no such page")))).await;
    assert_eq!(response.status(), 404);
    assert!(!response.text().await.unwrap().is_empty());
}
