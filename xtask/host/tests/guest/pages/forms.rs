//! The pages of `forms`: filled in, sent back, mended, sent, and loaded again.

use std::fs;

use super::browser::{Browser, visit};
use crate::ends_well;
use crate::guests::FORMS;

/// Text that would do something, were it not escaped.
const SCRIPT: &str = "<script>throw 1</script> \"&amp;'";

#[tokio::test]
async fn a_form_is_filled_in_and_sent() {
    let server = FORMS.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    assert_eq!((&*browser.title().await, &*browser.text("h1").await), ("Sign up", "Sign up"));
    assert_eq!(browser.texts("label").await[..3], ["Name", "E-mail", "Seats"]);
    assert_eq!(browser.style("nav", "display").await, "flex");
    assert_eq!(browser.texts(".error").await, [""; 0]);

    browser.fill("#name", SCRIPT).await;
    browser.fill("#email", "ada@example.com").await;
    browser.fill("#seats", "2").await;
    browser.click("[value=streams]").await;
    browser.visits().await;
    browser.follow("button").await;
    assert_eq!(browser.title().await, "Signed up");
    assert_eq!(browser.text("body p").await, format!("Welcome, {SCRIPT}! Seats: 2."));
    assert_eq!(browser.texts("li").await, ["Streams & events"]);
    let visits = browser.visits().await;
    assert_eq!(visits[0], visit("POST", "/", 303));
    assert_eq!((&*visits[1].method, visits[1].status, visits.len()), ("GET", 200, 2));

    // Reloading shows the same page, and does not send the form again.
    browser.reload().await;
    assert_eq!(browser.title().await, "Signed up");
    let visits = browser.visits().await;
    assert_eq!((&*visits[0].method, visits.len()), ("GET", 1));
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_form_that_is_wrong_comes_back_to_be_mended() {
    let server = FORMS.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    browser.fill("#name", SCRIPT).await;
    browser.fill("#email", "ada").await;
    browser.click("[value=testing]").await;
    browser.visits().await;
    browser.follow("button").await;
    assert_eq!(browser.visits().await, [visit("POST", "/", 422)]);
    let problems = browser.problems().await;
    assert!(problems.len() == 1 && problems[0].contains("422"), "{problems:?}");

    assert_eq!(browser.title().await, "Sign up");
    let errors = ["This is not an e-mail address.", "There are 1 to 8 seats at a table."];
    assert_eq!(browser.texts(".error").await, errors);
    assert_eq!(browser.style(".error", "color").await, "rgb(178, 34, 34)");
    assert_eq!(browser.style("#email", "border-top-width").await, "2px");
    // The typed text is still there.
    assert_eq!(browser.value("#name").await, SCRIPT);
    assert_eq!(browser.value("#email").await, "ada");
    assert_eq!(browser.value("fieldset :checked").await, "testing");

    browser.fill("#email", "ada@example.com").await;
    browser.fill("#seats", "8").await;
    browser.follow("button").await;
    assert_eq!(browser.text("body p").await, format!("Welcome, {SCRIPT}! Seats: 8."));
    assert_eq!(browser.texts("li").await, ["Testing"]);
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_file_is_uploaded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a <b> & 'c'.txt");
    fs::write(&file, "line\n".repeat(100_000)).unwrap();
    let server = FORMS.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    browser.follow("nav a[href='/upload']").await;
    assert_eq!(browser.title().await, "Upload");

    browser.choose_file("#file", &file).await;
    browser.visits().await;
    browser.follow("button").await;
    assert_eq!(browser.title().await, "Uploaded");
    let told = browser.texts("dd").await;
    assert_eq!(told, ["a <b> & 'c'.txt", "500000", "100000"]);
    let visits = browser.visits().await;
    assert_eq!(visits[0], visit("POST", "/upload", 303));
    assert_eq!((&*visits[1].method, visits[1].status, visits.len()), ("GET", 200, 2));
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn an_upload_that_is_wrong_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long");
    fs::write(&file, vec![b'x'; 4 << 20]).unwrap();
    let server = FORMS.start().await;
    let mut browser = Browser::open(&server.url("/upload")).await;
    browser.follow("button").await;
    assert_eq!(browser.texts(".error").await, ["Please choose a file."]);
    browser.choose_file("#file", &file).await;
    browser.follow("button").await;
    assert_eq!(browser.texts(".error").await, ["The file is longer than 1 MiB."]);

    let problems = browser.problems().await;
    assert!(
        matches!(&*problems, [missing, long] if missing.contains("422") && long.contains("413")),
        "{problems:?}"
    );
    browser.close().await;
    ends_well(server).await;
}
