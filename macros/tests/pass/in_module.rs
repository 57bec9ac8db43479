#![deny(warnings)]
#![forbid(unsafe_code)]

mod outer {
    pub mod inner {
        use doorway::http_handler;

        /// Not seen from the crate's root.
        #[http_handler]
        pub(super) async fn r#async(_: super::Alias) -> super::Text {
            super::Text::new()
        }
    }

    type Alias = doorway::Request;
    type Text = String;
}

fn main() {}
