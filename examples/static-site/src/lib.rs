//! A small site whose files, the folder `site/`, are part of the component.

use doorway::response::Assets;
use doorway::rust_embed::RustEmbed;
use doorway::{Router, http_handler};

#[derive(RustEmbed)]
#[folder = "site"]
#[crate_path = "doorway::rust_embed"]
struct Site;

/// The app.
#[http_handler]
pub fn app() -> Router {
    // With `no-cache` a browser keeps the files, but asks each time whether they have changed.
    let site = Assets::<Site>::new().not_found("404.html").cache_control("no-cache");
    Router::new().fallback_service(site)
}

#[cfg(test)]
mod tests {
    use doorway::testing::{TestClient, TestResponse};

    use super::app;

    fn get(path: &str) -> TestResponse {
        TestClient::new(app()).get(path).send()
    }

    #[test]
    fn each_file_has_its_content_type() {
        for (path, content_type, begins) in [
            ("/", "text/html; charset=utf-8", "<!doctype html>"),
            ("/index.html", "text/html; charset=utf-8", "<!doctype html>"),
            ("/tides/", "text/html; charset=utf-8", "<!doctype html>"),
            ("/style.css", "text/css; charset=utf-8", "body {"),
            ("/site.js", "text/javascript; charset=utf-8", "// Marks"),
            ("/images/lighthouse.svg", "image/svg+xml", "<svg "),
        ] {
            let file = get(path);
            assert_eq!((path, file.status().as_u16()), (path, 200));
            assert_eq!((path, file.header("content-type")), (path, Some(content_type)));
            assert_eq!((path, file.header("cache-control")), (path, Some("no-cache")));
            assert!(file.text().starts_with(begins), "{path}: {}", file.text());
        }
    }

    #[test]
    fn a_folder_ends_with_a_slash() {
        let redirect = get("/tides?when=now");
        assert_eq!(redirect.status(), 307);
        assert_eq!(redirect.header("location"), Some("./tides/?when=now"));
    }

    #[test]
    fn a_404_is_a_page_of_the_site() {
        for path in ["/nothing", "/tides/nothing.html", "/images/", "/../Cargo.toml"] {
            let page = get(path);
            assert_eq!((path, page.status().as_u16()), (path, 404));
            assert!(page.text().contains("<h1>Nothing here</h1>"), "{path}: {}", page.text());
        }
    }

    #[test]
    fn a_file_that_a_browser_has_is_not_sent_again() {
        let client = TestClient::new(app());
        let etag = get("/style.css").header("etag").map(str::to_owned).unwrap();
        let unchanged = client.get("/style.css").header("if-none-match", &etag).send();
        assert_eq!((unchanged.status().as_u16(), unchanged.text()), (304, String::new()));
        assert_eq!(unchanged.header("etag"), Some(&*etag));
        let changed = client.get("/style.css").header("if-none-match", "\"another\"").send();
        assert_eq!(changed.status(), 200);
    }

    #[test]
    fn a_part_of_a_file_can_be_asked_for() {
        let request = TestClient::new(app()).get("/style.css").header("range", "bytes=0-3");
        let part = request.send();
        assert_eq!((part.status().as_u16(), part.text()), (206, "body".to_owned()));
        let all = get("/style.css").text().len();
        assert_eq!(part.header("content-range"), Some(&*format!("bytes 0-3/{all}")));
    }
}
