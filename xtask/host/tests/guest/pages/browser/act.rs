//! Actions of a person on the page.

use std::path::Path;

use serde_json::json;

use super::{Browser, text};

impl Browser {
    /// Clicks on an element, by the mouse.
    pub(crate) async fn click(&mut self, selector: &str) {
        let middle = "element.scrollIntoView({ behavior: 'instant', block: 'center' });
            const box = element.getBoundingClientRect();
            [box.x + box.width / 2, box.y + box.height / 2]";
        let middle = self.of(selector, middle).await;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({
                "type": kind, "x": middle[0], "y": middle[1], "button": "left", "clickCount": 1,
            });
            self.call("Input.dispatchMouseEvent", event).await;
        }
    }

    /// Clicks on what leads to another page, and waits until that is loaded.
    pub(crate) async fn follow(&mut self, selector: &str) {
        let loads = self.record.loads;
        self.click(selector).await;
        self.loaded(loads).await;
    }

    /// Writes into a field, instead of what stands there.
    pub(crate) async fn fill(&mut self, selector: &str, content: &str) {
        self.of(selector, "element.focus(); element.select()").await;
        self.call("Input.insertText", json!({ "text": content })).await;
        assert_eq!(self.value(selector).await, content);
    }

    /// Chooses an option of a list.
    pub(crate) async fn choose(&mut self, selector: &str, option: &str) {
        let choose = format!(
            "element.value = {}; element.dispatchEvent(new Event('change', {{ bubbles: true }}))",
            json!(option)
        );
        self.of(selector, &choose).await;
        assert_eq!(self.value(selector).await, option);
    }

    /// Chooses a file for an upload.
    pub(crate) async fn choose_file(&mut self, selector: &str, file: &Path) {
        let expression = format!("document.querySelector({})", json!(selector));
        let input = self.call("Runtime.evaluate", json!({ "expression": expression })).await;
        let object = text(&input["result"]["objectId"]);
        let files = json!({ "objectId": object, "files": [file] });
        self.call("DOM.setFileInputFiles", files).await;
    }
}
