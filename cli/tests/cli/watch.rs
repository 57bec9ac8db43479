//! `doorway serve --watch`: no request is lost while the component is swapped.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::{Served, alone, folder, new, request};

const APP: &str = r#"//! An app that says its number.

#[doorway::http_handler]
async fn hello() -> &'static str {
    "NUMBER"
}
"#;

/// Ten swaps; `SWAPS=20` makes it more of them.
#[test]
fn requests_go_on_while_the_component_is_swapped() {
    let _alone = alone();
    let swaps = std::env::var("SWAPS").map_or(10, |swaps| swaps.parse().unwrap());
    let folder = folder();
    let app = new(folder.path(), "watched", "hello");
    let source = app.join("src/lib.rs");
    fs::write(&source, APP.replace("NUMBER", "0")).unwrap();
    let mut served = Served::start(&app, &["--watch", "--profile", "dev"]);

    let done = Arc::new(AtomicBool::new(false));
    let asking = thread::spawn({
        let (done, addr) = (Arc::clone(&done), served.addr.clone());
        move || {
            let mut answers: Vec<String> = Vec::new();
            let mut count = 0;
            while !done.load(Ordering::Relaxed) {
                let (status, body) = request(&addr, "GET", "/", "").unwrap();
                assert_eq!(status, 200, "{body}");
                count += 1;
                if answers.last() != Some(&body) {
                    answers.push(body);
                }
                // The pace of the requests, which nothing waits for.
                thread::sleep(Duration::from_millis(10));
            }
            (count, answers)
        }
    });
    for number in 1..=swaps {
        if number == swaps / 2 {
            fs::write(&source, "this is no Rust").unwrap();
            served.wait_for("error: expected");
            served.wait_for("still serving the last component");
            assert_eq!(served.ask("GET", "/", "").1, (number - 1).to_string());
        }
        fs::write(&source, APP.replace("NUMBER", &number.to_string())).unwrap();
        served.wait_for("serving the new component");
        assert_eq!(served.ask("GET", "/", ""), (200, number.to_string()));
    }
    done.store(true, Ordering::Relaxed);
    let (count, answers) = asking.join().unwrap();
    println!("{count} requests during {swaps} swaps and one build that failed");
    // Each of them in its order, and none came back.
    assert!(answers.is_sorted_by_key(|number| number.parse::<u32>().unwrap()), "{answers:?}");
    assert!(answers.len() > swaps / 2, "{answers:?}");
    served.stop();
}

#[test]
fn a_new_file_beside_the_sources_is_a_change() {
    let _alone = alone();
    let folder = folder();
    let app = new(folder.path(), "watched", "hello");
    let mut served = Served::start(&app, &["--watch", "--profile", "dev"]);
    fs::create_dir(app.join("texts")).unwrap();
    served.wait_for("a file has changed");
    fs::write(app.join("texts/greeting.txt"), "Good day").unwrap();
    let source = APP.replace("\"NUMBER\"", "include_str!(\"../texts/greeting.txt\")");
    fs::write(app.join("src/lib.rs"), source).unwrap();
    served.wait_for("serving the new component");
    fs::write(app.join("texts/greeting.txt"), "Good night").unwrap();
    served.wait_for("serving the new component");
    assert_eq!(served.ask("GET", "/", ""), (200, "Good night".to_owned()));
}
