//! The forms, as a browser sends them.

use doorway::testing::{TestClient, TestResponse};

use crate::app;

fn client() -> TestClient {
    TestClient::new(app())
}

fn signed_up(pairs: &[(&str, &str)]) -> TestResponse {
    client().post("/").form(pairs).send()
}

#[track_caller]
fn location(response: &TestResponse) -> String {
    assert_eq!(response.status(), 303);
    response.header("location").unwrap().to_owned()
}

#[test]
fn the_form_is_empty_at_first() {
    let page = client().get("/").send();
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let page = page.text();
    assert!(page.contains(r#"<input id="name" name="name" type="text" value="">"#), "{page}");
    assert!(!page.contains("class=\"error\""), "{page}");
}

#[test]
fn a_good_form_leads_to_another_page() {
    let form = [
        ("name", " Ada & Co "),
        ("email", "ada@example.com"),
        ("seats", "2"),
        ("topics", "streams"),
        ("topics", "cheating"),
        ("topics", "testing"),
    ];
    let next = location(&signed_up(&form));
    assert_eq!(next, "/welcome?name=Ada+%26+Co&seats=2&topics=streams&topics=testing");
    let page = client().get(next).send().text();
    assert!(page.contains("Welcome, <strong>Ada &amp; Co</strong>! Seats: 2."), "{page}");
    assert!(page.contains("<li>Streams &amp; events</li><li>Testing</li>"), "{page}");
}

#[test]
fn an_invalid_form_is_shown_with_its_values() {
    let form = [("name", "\"><script>alert(1)</script>"), ("email", "ada"), ("topics", "testing")];
    let response = signed_up(&form);
    assert_eq!(response.status(), 422);
    let page = response.text();
    let typed = r#"value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;""#;
    assert!(page.contains(typed) && !page.contains("<script>"), "{page}");
    assert!(page.contains(r#"value="ada" aria-invalid="true""#), "{page}");
    assert!(page.contains("This is not an e-mail address."), "{page}");
    assert!(page.contains("There are 1 to 8 seats at a table."), "{page}");
    assert!(page.contains(r#"value="testing" checked"#), "{page}");
    assert!(!page.contains("Please tell us your name."), "{page}");
}

#[test]
fn each_field_is_checked() {
    let good = [("name", "Ada"), ("email", "ada@example.com"), ("seats", "8")];
    let long = "a".repeat(61);
    for (field, value, error) in [
        ("name", "  ", "Please tell us your name."),
        ("name", &*long, "Please shorten it to 60 characters."),
        ("email", "", "This is not an e-mail address."),
        ("email", "@example.com", "This is not an e-mail address."),
        ("seats", "0", "There are 1 to 8 seats at a table."),
        ("seats", "9", "There are 1 to 8 seats at a table."),
        ("seats", "two", "There are 1 to 8 seats at a table."),
    ] {
        let form = good.map(|(name, good)| (name, if name == field { value } else { good }));
        let response = signed_up(&form);
        assert_eq!((field, value, response.status().as_u16()), (field, value, 422));
        assert!(response.text().contains(error), "{field} {value}: {}", response.text());
        assert_eq!(response.text().matches("class=\"error\"").count(), 1);
    }
    location(&signed_up(&good));
}

#[test]
fn a_missing_form_is_a_redirect_to_it() {
    assert_eq!(location(&client().get("/welcome").send()), "/");
    assert_eq!(location(&client().get("/welcome?name=Ada&seats=many").send()), "/");
    assert_eq!(location(&client().get("/uploaded").send()), "/upload");
}

fn uploaded(head: &str, content: &str) -> TestResponse {
    let body =
        format!("--x\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n--x--\r\n");
    let request =
        client().post("/upload").header("content-type", "multipart/form-data; boundary=x");
    request.body(body).send()
}

#[test]
fn an_upload_is_measured() {
    let response = uploaded(r#"name="file"; filename="a <b>.txt""#, "one\ntwo\n");
    let next = location(&response);
    assert_eq!(next, "/uploaded?name=a+%3Cb%3E.txt&bytes=8&lines=2");
    let page = client().get(next).send().text();
    assert!(page.contains(r#"<dd id="name">a &lt;b&gt;.txt</dd>"#), "{page}");
    assert!(page.contains(r#"<dd id="bytes">8</dd>"#), "{page}");
}

#[test]
fn an_upload_without_a_file_comes_back() {
    for head in [r#"name="file"; filename="""#, r#"name="other"; filename="a""#, r#"name="file""#] {
        let response = uploaded(head, "");
        assert_eq!((head, response.status().as_u16()), (head, 422));
        assert!(response.text().contains("Please choose a file."), "{}", response.text());
    }
}

#[test]
fn an_upload_that_is_too_long_comes_back() {
    let most = "a".repeat(1 << 20);
    location(&uploaded(r#"name="file"; filename="a""#, &most));
    for more in [1, 1 << 20] {
        let response =
            uploaded(r#"name="file"; filename="a""#, &(most.clone() + &"a".repeat(more)));
        assert_eq!((more, response.status().as_u16()), (more, 413));
        assert!(response.text().contains("The file is longer than 1 MiB."), "{}", response.text());
    }
}

#[test]
fn other_content_types_are_refused() {
    assert_eq!(client().post("/").body("name=Ada").send().status(), 415);
    assert_eq!(client().post("/upload").body("name=Ada").send().status(), 415);
}
