//! The pages of `site`: found by their links, a form that is wrong, mended and sent, and what is not there.

use super::browser::Browser;
use crate::ends_well;
use crate::guests::SITE;

/// Text that would do something, were it not escaped.
const SCRIPT: &str = "<script>throw 1</script> \"&amp;'";

#[tokio::test]
async fn a_booking_is_mended_sent_and_thanked_for_once() {
    let server = SITE.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    browser.follow("nav a[href='/book']").await;
    assert_eq!(browser.texts("nav [aria-current=page]").await.len(), 1);

    browser.fill("#name", SCRIPT).await;
    browser.fill("#email", "ada").await;
    browser.follow("button").await;
    let errors = [
        "Please enter an address like ada@example.com.",
        "Please choose an item.",
        "Please describe it in 500 characters at most.",
    ];
    assert_eq!(browser.texts(".error").await, errors);
    assert_eq!(browser.value("#name").await, SCRIPT);
    let problems = browser.problems().await;
    assert!(problems.len() == 1 && problems[0].contains("422"), "{problems:?}");

    browser.fill("#email", "ada@example.com").await;
    browser.choose("#item", "Lamp").await;
    browser.fill("#problem", "It flickers.").await;
    browser.follow("button").await;
    let thanks = format!("Thank you, {SCRIPT}! We will write to you soon.");
    assert_eq!(browser.text(".flash").await, thanks);

    // The message was for one page, and reloading does not send the form again.
    browser.reload().await;
    assert_eq!(browser.texts(".flash").await, [""; 0]);
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_page_of_the_site() {
    let server = SITE.start().await;
    let mut browser = Browser::open(&server.url("/nothing")).await;
    assert_eq!(browser.texts("nav a").await.len(), 3);
    assert_eq!(browser.texts("nav [aria-current]").await, [""; 0]);
    let problems = browser.problems().await;
    assert!(problems.len() == 1 && problems[0].contains("404"), "{problems:?}");
    browser.follow("nav a[href='/visit']").await;
    browser.close().await;
    ends_well(server).await;
}
