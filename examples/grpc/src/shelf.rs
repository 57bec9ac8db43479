//! The service: the methods of `proto/shelf.proto`.

use std::pin::Pin;

use futures_util::{Stream, StreamExt, stream};
use tonic::{Request, Response, Result, Status, Streaming, async_trait};

use crate::proto::shelf_server::Shelf;
use crate::proto::{Book, GetBookRequest, ListBooksRequest, PageCount, Price};

/// The books on the shelf.
#[derive(Debug)]
pub struct Books;

const BOOKS: [(u64, &str, u32); 3] =
    [(1, "A Tale of Two Ports", 410), (2, "The Open Door", 96), (3, "Streams in Winter", 233)];

fn books() -> impl Iterator<Item = Book> {
    BOOKS.into_iter().map(|(id, title, pages)| Book { id, title: title.to_owned(), pages })
}

type Replies<T> = Pin<Box<dyn Stream<Item = Result<T>> + Send>>;

#[async_trait]
impl Shelf for Books {
    type ListBooksStream = Replies<Book>;
    type PriceBooksStream = Replies<Price>;

    async fn get_book(&self, request: Request<GetBookRequest>) -> Result<Response<Book>> {
        let GetBookRequest { id } = request.into_inner();
        let book = books().find(|book| book.id == id);
        book.map(Response::new).ok_or_else(|| Status::not_found(format!("there is no book {id}")))
    }

    async fn list_books(
        &self,
        request: Request<ListBooksRequest>,
    ) -> Result<Response<Self::ListBooksStream>> {
        let ListBooksRequest { at_least_pages } = request.into_inner();
        let books = books().filter(move |book| book.pages >= at_least_pages).map(Ok);
        Ok(Response::new(Box::pin(stream::iter(books))))
    }

    async fn count_pages(&self, request: Request<Streaming<Book>>) -> Result<Response<PageCount>> {
        let mut books = request.into_inner();
        let mut count = PageCount::default();
        while let Some(book) = books.message().await? {
            count.books += 1;
            count.pages += u64::from(book.pages);
        }
        Ok(Response::new(count))
    }

    async fn price_books(
        &self,
        request: Request<Streaming<Book>>,
    ) -> Result<Response<Self::PriceBooksStream>> {
        let prices = request.into_inner().map(|book| price(&book?));
        Ok(Response::new(Box::pin(prices)))
    }
}

fn price(book: &Book) -> Result<Price> {
    if book.pages == 0 {
        return Err(Status::invalid_argument(format!("book {} has no pages", book.id)));
    }
    Ok(Price { id: book.id, cents: book.pages.saturating_mul(5) })
}
