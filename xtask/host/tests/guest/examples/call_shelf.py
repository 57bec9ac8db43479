"""Calls the example `grpc` by gRPC's own client, and prints a line for each result."""

import queue
import sys

import grpc

address, protos = sys.argv[1:]
sys.path.insert(0, protos)
messages, services = grpc.protos_and_services("shelf.proto")
Book = messages.Book
channel = grpc.insecure_channel(address)
shelf = services.ShelfStub(channel)
DEADLINE = 60


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return f"{error.code().name} {error.details()}".strip()
    return "no error"


book = shelf.GetBook(messages.GetBookRequest(id=2), timeout=DEADLINE)
print("unary:", book.id, book.title, book.pages)
request = messages.GetBookRequest(id=9)
print("error:", failure(lambda: shelf.GetBook(request, timeout=DEADLINE)))

request = messages.ListBooksRequest(at_least_pages=100)
print("server stream:", *(book.id for book in shelf.ListBooks(request, timeout=DEADLINE)))

books = (Book(id=number, pages=10) for number in range(1000))
count = shelf.CountPages(books, timeout=DEADLINE)
print("client stream:", count.books, count.pages)

# Each price is waited for before the next book is sent.
sent = queue.Queue()
prices = shelf.PriceBooks(iter(sent.get, None), timeout=DEADLINE)
for number in range(1, 4):
    sent.put(Book(id=number, pages=number))
    print("both streams:", next(prices).cents)
sent.put(Book(id=4, pages=0))
print("error between messages:", failure(lambda: next(prices)))

unknown = channel.unary_unary("/shelf.v1.Shelf/Burn")
print("unknown method:", failure(lambda: unknown(b"", timeout=DEADLINE)))
get = channel.unary_unary("/shelf.v1.Shelf/GetBook")
print("no message:", failure(lambda: get(b"\xff\xff", timeout=DEADLINE)).split()[0])
