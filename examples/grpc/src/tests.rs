use doorway::Body;
use doorway::testing::{TestClient, TestResponse};
use futures_util::{FutureExt, StreamExt, stream};
use prost::Message;

use super::proto::{Book, GetBookRequest, ListBooksRequest, PageCount, Price};

fn ask(method: &str, body: impl Into<Body>) -> TestResponse {
    let request = TestClient::new(super::app()).post(format!("/shelf.v1.Shelf/{method}"));
    request.header("content-type", "application/grpc").header("te", "trailers").body(body).send()
}

/// A message as gRPC frames it: a byte that tells whether it is compressed, its length, itself.
fn framed(message: &impl Message) -> Vec<u8> {
    let content = message.encode_to_vec();
    let length = u32::try_from(content.len()).unwrap();
    [&[0][..], &length.to_be_bytes(), &content].concat()
}

fn messages<M: Message + Default>(response: &TestResponse) -> Vec<M> {
    let bytes = response.bytes();
    let mut rest = &bytes[..];
    let mut messages = Vec::new();
    while let Some((head, after)) = rest.split_at_checked(5) {
        let length = u32::from_be_bytes(head[1..].try_into().unwrap());
        let (content, after) = after.split_at(length as usize);
        messages.push(M::decode(content).unwrap());
        rest = after;
    }
    messages
}

/// The status, which stands in the trailers, or in the head of a response without messages.
fn status(response: &TestResponse) -> &str {
    let trailers = response.trailers().and_then(|trailers| trailers.get("grpc-status"));
    trailers.map_or_else(|| response.header("grpc-status"), |status| status.to_str().ok()).unwrap()
}

fn book(id: u64, pages: u32) -> Book {
    Book { id, pages, ..Book::default() }
}

#[test]
fn a_book_is_found_by_its_id() {
    let response = ask("GetBook", framed(&GetBookRequest { id: 2 }));
    assert_eq!(response.header("content-type"), Some("application/grpc"));
    let books = messages::<Book>(&response);
    assert_eq!(books, [Book { title: "The Open Door".to_owned(), ..book(2, 96) }]);
    assert_eq!(status(&response), "0");
}

#[test]
fn an_unknown_book_is_a_status_without_messages() {
    let response = ask("GetBook", framed(&GetBookRequest { id: 9 }));
    assert_eq!((response.status().as_u16(), status(&response)), (200, "5"));
    assert_eq!(response.header("grpc-message"), Some("there%20is%20no%20book%209"));
    assert_eq!(response.bytes().len(), 0);
}

#[test]
fn books_are_listed_one_by_one() {
    let response = ask("ListBooks", framed(&ListBooksRequest { at_least_pages: 100 }));
    let ids: Vec<_> = messages(&response).into_iter().map(|book: Book| book.id).collect();
    assert_eq!((ids, status(&response)), (vec![1, 3], "0"));
}

#[test]
fn pages_are_counted() {
    let books = stream::iter(1..=100).map(|id| Ok::<_, doorway::Error>(framed(&book(id, 7))));
    let response = ask("CountPages", Body::from_stream(books));
    assert_eq!(messages::<PageCount>(&response), [PageCount { books: 100, pages: 700 }]);
}

#[test]
fn an_error_ends_the_replies_while_the_client_could_go_on() {
    let sent = [framed(&book(1, 5)), framed(&book(2, 0))].map(Ok::<_, doorway::Error>);
    // The request has no end.
    let endless = stream::iter(sent).chain(std::future::pending().into_stream());
    let response = ask("PriceBooks", Body::from_stream(endless));
    assert_eq!(messages::<Price>(&response), [Price { id: 1, cents: 25 }]);
    assert_eq!(status(&response), "3");
}
