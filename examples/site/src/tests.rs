//! The site, as a browser without scripts sees it.

use doorway::testing::{TestClient, TestResponse};
use doorway::{Error, Router, routing::get};

use crate::{app, website};

const GOOD: [(&str, &str); 4] =
    [("name", " Ada & Co "), ("email", "ada@example.com"), ("item", "Lamp"), ("problem", "Dim")];

fn client() -> TestClient {
    TestClient::new(app())
}

/// The cookie of a response, as the browser sends it back.
#[track_caller]
fn cookie(response: &TestResponse) -> &str {
    response.header("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap()
}

#[test]
fn each_page_is_marked_in_the_navigation() {
    for (path, title) in
        [("/", "Things deserve a second life"), ("/visit", "Visit us"), ("/book", "Book a repair")]
    {
        let response = client().get(path).send();
        assert_eq!((path, response.status().as_u16()), (path, 200));
        assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
        let page = response.text();
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        assert!(page.contains(&format!(r#"<a href="{path}" aria-current="page">"#)), "{page}");
        assert_eq!(page.matches("aria-current").count(), 1, "{page}");
    }
}

#[test]
fn no_page_needs_a_script() {
    for path in ["/", "/visit", "/book", "/nothing", "/static/style.css"] {
        let response = client().get(path).send();
        assert!(!response.text().contains("<script"), "{path}: {}", response.text());
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    }
}

#[test]
fn files_are_kept_by_browsers() {
    let page = client().get("/").send().text();
    for (start, content_type) in [
        ("/static/style.css?v=", "text/css; charset=utf-8"),
        ("/static/logo.svg?v=", "image/svg+xml"),
    ] {
        let url = &page[page.find(start).unwrap()..];
        let url = &url[..url.find('"').unwrap()];
        assert_eq!(url.len(), start.len() + 8, "{url}");
        let file = client().get(url).send();
        assert_eq!((url, file.status().as_u16()), (url, 200));
        assert_eq!((url, file.header("content-type")), (url, Some(content_type)));
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));

        let tag = file.header("etag").unwrap();
        let unchanged = client().get(url).header("if-none-match", tag).send();
        assert_eq!((unchanged.status().as_u16(), unchanged.text()), (304, String::new()));
    }
}

#[test]
fn a_valid_form_leads_to_a_page_with_a_message() {
    let response = client().post("/book").form(&GOOD).send();
    assert_eq!((response.status().as_u16(), response.header("location")), (303, Some("/book")));
    let attributes = response.header("set-cookie").unwrap().split_once(';').unwrap().1;
    assert_eq!(attributes, " HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
    // The message is encrypted.
    assert!(!cookie(&response).contains("Ada"), "{}", cookie(&response));

    let page = client().get("/book").header("cookie", cookie(&response)).send();
    let message = r#"<p class="flash" role="status">Thank you, Ada &amp; Co!"#;
    assert!(page.text().contains(message), "{}", page.text());
    assert_eq!(page.header("cache-control"), Some("private, no-cache"));
    // It is shown once.
    let removed = page.header("set-cookie").unwrap();
    assert!(removed.starts_with("flash=; Path=/; Max-Age=0"), "{removed}");
    let next = client().get("/book").send();
    assert!(!next.text().contains("class=\"flash\""), "{}", next.text());
    assert_eq!(next.header("set-cookie"), None);
}

#[test]
fn a_message_that_the_site_did_not_write_is_ignored() {
    let response = client().post("/book").form(&GOOD).send();
    let changed = cookie(&response).replacen("flash=", "flash=A", 1);
    for cookie in ["flash=You+won", &changed] {
        let page = client().get("/").header("cookie", cookie).send();
        assert_eq!(page.status(), 200);
        assert!(!page.text().contains("class=\"flash\""), "{}", page.text());
    }
}

#[test]
fn an_invalid_form_is_shown_with_its_values_and_errors() {
    let form = [("name", "\"><script>"), ("email", "ada"), ("item", "Lamp"), ("problem", "</tex")];
    let response = client().post("/book").form(&form).send();
    assert_eq!(response.status(), 422);
    assert_eq!(response.header("set-cookie"), None);
    let page = response.text();
    assert!(page.contains(r#"value="&quot;&gt;&lt;script&gt;">"#), "{page}");
    assert!(page.contains("<option selected>Lamp</option>"), "{page}");
    assert!(page.contains(">&lt;/tex</textarea>"), "{page}");
    let email = r#"value="ada" aria-invalid="true" aria-describedby="email-error""#;
    assert!(page.contains(email), "{page}");
    let error = r#"<p class="error" id="email-error">Please enter an address"#;
    assert!(page.contains(error), "{page}");
    assert!(page.contains(r##"<li><a href="#email">"##), "{page}");
    assert_eq!(page.matches("class=\"error\"").count(), 1);
}

#[test]
fn each_field_is_checked() {
    let long = "é".repeat(61);
    for (field, value) in [
        ("name", " "),
        ("name", &long),
        ("email", ""),
        ("email", "@example.com"),
        ("email", "ada@example"),
        ("email", "a b@example.com"),
        ("item", ""),
        ("item", "Submarine"),
        ("problem", ""),
        ("problem", &long.repeat(9)),
    ] {
        let form = GOOD.map(|(name, good)| (name, if name == field { value } else { good }));
        let response = client().post("/book").form(&form).send();
        assert_eq!((field, value, response.status().as_u16()), (field, value, 422));
        assert!(response.text().contains(&format!("id=\"{field}-error\"")), "{}", response.text());
        assert_eq!(response.text().matches("class=\"error\"").count(), 1);
    }
    // A form without fields is as invalid as one with empty ones.
    let response = client().post("/book").form(&[("other", "")]).send();
    assert_eq!(response.text().matches("class=\"error\"").count(), 4);
}

#[test]
fn errors_are_pages() {
    for (response, status, title) in [
        (client().get("/nothing").send(), 404, "Page not found"),
        (client().get("/static/nothing.css").send(), 404, "Page not found"),
        (client().delete("/book").send(), 405, "Not possible here"),
        (client().post("/book").body("name=Ada").send(), 415, "Not understood"),
        (client().post("/book").form(&[("name", "a".repeat(3 << 20))]).send(), 413, "Too long"),
    ] {
        assert_eq!(response.status(), status);
        assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
        let page = response.text();
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        assert!(page.contains("<nav") && !page.contains("aria-current"), "{page}");
    }
    assert_eq!(client().delete("/book").send().header("allow"), Some("GET, HEAD, POST, OPTIONS"));
}

#[test]
fn nothing_inside_leaks() {
    let fails = async || Err::<(), _>(Error::other("the database's password is wrong"));
    let app = website(Router::new().route("/fails", get(fails)));
    let response = TestClient::new(app).get("/fails").send();
    assert_eq!(response.status(), 500);
    let page = response.text();
    assert!(page.contains("<h1>Something broke</h1>"), "{page}");
    assert!(!page.contains("password"), "{page}");
}
