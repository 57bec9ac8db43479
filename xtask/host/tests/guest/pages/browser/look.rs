//! The page as a person sees it.

use serde_json::{Value, json};

use super::{Browser, text};

impl Browser {
    /// The title in the tab.
    pub(crate) async fn title(&mut self) -> String {
        text(&self.js("document.title").await)
    }

    /// The path and query in the address bar.
    pub(crate) async fn address(&mut self) -> String {
        text(&self.js("location.pathname + location.search").await)
    }

    /// The text of an element as it is shown: what is hidden is not part of it.
    pub(crate) async fn text(&mut self, selector: &str) -> String {
        text(&self.of(selector, "element.innerText").await)
    }

    /// The texts of all such elements.
    pub(crate) async fn texts(&mut self, selector: &str) -> Vec<String> {
        let script = format!(
            "Array.from(document.querySelectorAll({}), element => element.innerText)",
            json!(selector)
        );
        serde_json::from_value(self.js(&script).await).unwrap()
    }

    /// The text in a field.
    pub(crate) async fn value(&mut self, selector: &str) -> String {
        text(&self.of(selector, "element.value").await)
    }

    /// A property of an element's style, after all style sheets.
    pub(crate) async fn style(&mut self, selector: &str, property: &str) -> String {
        let script = format!("getComputedStyle(element).getPropertyValue({})", json!(property));
        text(&self.of(selector, &script).await)
    }

    /// The size that an image brings along; none if it is not shown.
    pub(crate) async fn image_size(&mut self, selector: &str) -> (u64, u64) {
        let size = self.of(selector, "[element.naturalWidth, element.naturalHeight]").await;
        serde_json::from_value(size).unwrap()
    }

    /// Waits until such a condition, in JavaScript, is true of the document.
    pub(crate) async fn until(&mut self, condition: &str) {
        let script = format!(
            "new Promise(done => {{
                 const observer = new MutationObserver(look);
                 function look() {{
                     if ({condition}) {{
                         observer.disconnect();
                         done(true);
                     }}
                 }}
                 observer.observe(document, {{
                     subtree: true, childList: true, characterData: true, attributes: true
                 }});
                 look();
             }})"
        );
        self.js(&script).await;
    }

    /// The value of a script with the one `element` that a selector finds first.
    pub(super) async fn of(&mut self, selector: &str, script: &str) -> Value {
        let script = format!(
            "{{
                 const element = document.querySelector({selector});
                 if (!element) throw new Error(`no {selector} on ` + document.body.innerHTML);
                 {script}
             }}",
            selector = json!(selector)
        );
        self.js(&script).await
    }

    /// The value of a script, which it may promise.
    pub(super) async fn js(&mut self, script: &str) -> Value {
        let expression =
            json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", expression).await;
        let thrown = &answer["exceptionDetails"];
        assert_eq!(*thrown, Value::Null, "the script threw: {script}");
        answer["result"]["value"].take()
    }
}
