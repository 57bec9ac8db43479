//! The site of `static-site`: what it looks like, where its links lead, what is not sent twice.

use super::browser::{Browser, visit};
use crate::ends_well;
use crate::guests::STATIC_SITE;

/// All that the first page consists of.
const FIRST_PAGE: [&str; 4] = ["/", "/style.css", "/site.js", "/images/lighthouse.svg"];

#[tokio::test]
async fn the_first_page_is_shown_with_all_that_belongs_to_it() {
    let server = STATIC_SITE.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    assert_eq!(browser.title().await, "Gull Point");
    assert_eq!(browser.text("h1").await, "Gull Point");
    // By the style sheet, the script and the image.
    assert_eq!(browser.style("body", "background-color").await, "rgb(244, 248, 250)");
    assert_eq!(browser.texts("nav a[aria-current=page]").await, ["Lighthouse"]);
    assert_eq!(browser.style("nav a[aria-current=page]", "font-weight").await, "700");
    assert_eq!(browser.image_size("img").await, (80, 120));

    let mut visits = browser.visits().await;
    visits.sort();
    let mut expected = FIRST_PAGE.map(|path| visit("GET", path, 200));
    expected.sort();
    assert_eq!(visits, expected);
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn links_lead_to_pages_in_folders_and_back() {
    let server = STATIC_SITE.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    browser.follow("nav a[href='/tides/']").await;
    assert_eq!(browser.address().await, "/tides/");
    assert_eq!(browser.title().await, "Tides – Gull Point");
    assert_eq!(browser.texts("tbody tr:first-child td").await, ["Saturday", "04:12", "10:31"]);
    assert_eq!(browser.texts("nav a[aria-current=page]").await, ["Tides"]);
    browser.follow("nav a").await;
    assert_eq!((&*browser.address().await, &*browser.text("h1").await), ("/", "Gull Point"));

    // A folder's name without its slash leads there too.
    browser.visits().await;
    browser.go(&server.url("/tides?when=now")).await;
    assert_eq!(browser.address().await, "/tides/?when=now");
    let visits = browser.visits().await;
    assert_eq!(visits[0], visit("GET", "/tides?when=now", 307));
    assert!(matches!(visits[1].status, 200 | 304), "{visits:?}");
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn cached_files_are_not_sent_again() {
    let server = STATIC_SITE.start().await;
    let mut browser = Browser::open(&server.url("/")).await;
    browser.visits().await;
    let mut expected = FIRST_PAGE.map(|path| visit("GET", path, 304));
    expected.sort();
    let mut visits = Vec::new();
    // Chromium stores what it got after it has shown it. What it has not stored when it loads the
    // page again it asks for as if for the first time.
    for _ in 0..5 {
        browser.reload().await;
        visits = browser.visits().await;
        visits.sort();
        if visits == expected {
            break;
        }
    }
    assert_eq!(visits, expected);
    // And the page is whole again.
    assert_eq!(browser.style("body", "background-color").await, "rgb(244, 248, 250)");
    assert_eq!(browser.image_size("img").await, (80, 120));
    browser.close().await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_404_is_a_page_of_the_site() {
    let server = STATIC_SITE.start().await;
    let mut browser = Browser::open(&server.url("/tides/nothing.html")).await;
    assert_eq!(browser.title().await, "Nothing here – Gull Point");
    assert_eq!(browser.text("h1").await, "Nothing here");
    assert_eq!(browser.style("body", "background-color").await, "rgb(244, 248, 250)");
    assert_eq!(browser.visits().await[0], visit("GET", "/tides/nothing.html", 404));
    // The one thing that the browser may complain of.
    let problems = browser.problems().await;
    assert!(problems.len() == 1 && problems[0].contains("404"), "{problems:?}");
    browser.follow("main a").await;
    assert_eq!(browser.text("h1").await, "Gull Point");
    browser.close().await;
    ends_well(server).await;
}
