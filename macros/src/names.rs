//! The names of extractors, for messages that are about just those. Whether a type may stand where it
//! does, rustc decides by the type.

/// Extractors that read the body.
const READERS: &[&str] = &[
    "Body",
    "Bytes",
    "BytesMut",
    "Form",
    "Json",
    "JsonDeserializer",
    "JsonLines",
    "Multipart",
    "Protobuf",
    "RawForm",
    "Request",
    "String",
];

/// Extractors that do not read it.
const OF_HEAD: &[&str] = &[
    "Authority",
    "Cached",
    "ConnectInfo",
    "CookieJar",
    "Either",
    "Either3",
    "Either4",
    "Either5",
    "Either6",
    "Either7",
    "Either8",
    "Extension",
    "Extensions",
    "HeaderMap",
    "Host",
    "MatchedPath",
    "Method",
    "NestedPath",
    "OptionalPath",
    "OptionalQuery",
    "OriginalUri",
    "Parts",
    "Path",
    "PrivateCookieJar",
    "Query",
    "RawPathParams",
    "RawQuery",
    "Scheme",
    "SignedCookieJar",
    "State",
    "TraceContext",
    "TypedHeader",
    "Uri",
    "Version",
];

pub(crate) fn is_reader(name: &str) -> bool {
    READERS.contains(&name)
}

pub(crate) fn is_of_head(name: &str) -> bool {
    OF_HEAD.contains(&name)
}
