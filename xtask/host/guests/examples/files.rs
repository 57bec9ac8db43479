//! Calls of std for files, folders, variables, descriptors and sockets, each at its path.
use std::env;
use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, IoSlice, IsTerminal, Read, Seek, Write};
use std::net::TcpStream;
use std::path::{self, Path};

use doorway::{Request, http_handler};

#[http_handler]
async fn files(request: Request) -> String {
    let query = request.uri().query().unwrap_or_default();
    match request.uri().path() {
        "/write" => told(fs::write("/note.txt", "written")),
        "/read" => told(fs::read_to_string("/note.txt")),
        "/relative" => told(fs::read_to_string("note.txt")),
        "/append" => told(append("/note.txt")),
        "/create-new" => told(File::create_new("/new.txt").and_then(|mut file| file.write(b"new"))),
        "/vectored" => told(vectored("/vectored.txt")),
        "/seek" => told(seek("/seek.txt")),
        "/large" => told(fs::write("/large.bin", vec![b'x'; 1 << 20])),
        "/copy" => told(fs::copy("/note.txt", "/copy.txt")),
        "/rename" => told(fs::rename("/copy.txt", "/renamed.txt")),
        "/create-dir" => told(fs::create_dir("/folder")),
        "/read-dir" => told(read_dir("/")),
        "/metadata" => told(fs::metadata("/note.txt").map(|metadata| metadata.len())),
        "/remove" => told(fs::remove_file("/renamed.txt")),
        "/exists" => told(Path::new("/note.txt").try_exists()),
        "/canonicalize" => told(Path::new("/note.txt").canonicalize()),
        "/absolute" => told(path::absolute("note.txt")),
        "/current-dir" => told(env::current_dir()),
        "/current-dir/set" => {
            told(env::set_current_dir("/folder").and_then(|()| env::current_dir()))
        }
        "/var" => told(env::var("HOME").map_err(io::Error::other)),
        "/terminal" => format!("{} {}\n", io::stdout().is_terminal(), io::stdin().is_terminal()),
        "/console" => told(console()),
        "/stdin" => told(io::read_to_string(io::stdin())),
        "/tcp" => told(call(query)),
        _ => "hello\n".to_owned(),
    }
}

/// The result as a test compares it: an error with its kind and its text.
fn told<T: Debug>(result: io::Result<T>) -> String {
    match result {
        Ok(value) => format!("{value:?}\n"),
        Err(error) => format!("{:?}: {error}\n", error.kind()),
    }
}

fn append(path: &str) -> io::Result<String> {
    for word in [" one", " two"] {
        let mut file = OpenOptions::new().append(true).open(path)?;
        file.write_all(word.as_bytes())?;
        file.sync_all()?;
    }
    fs::read_to_string(path)
}

fn vectored(path: &str) -> io::Result<String> {
    let parts = ["one, ", "two, ", "three"];
    let mut file = File::create(path)?;
    let mut rest: Vec<_> = parts.iter().map(|part| IoSlice::new(part.as_bytes())).collect();
    let mut rest = rest.as_mut_slice();
    while !rest.is_empty() {
        let written = file.write_vectored(rest)?;
        IoSlice::advance_slices(&mut rest, written);
    }
    drop(file);
    fs::read_to_string(path)
}

fn seek(path: &str) -> io::Result<String> {
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
    file.write_all(b"0123456789")?;
    file.seek(io::SeekFrom::Start(3))?;
    file.write_all(b"abc")?;
    file.set_len(8)?;
    file.rewind()?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

fn read_dir(path: &str) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(path)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn console() -> io::Result<()> {
    io::stdout().write_all(b"on stdout\n")?;
    io::stdout().flush()?;
    io::stderr().write_all(b"on stderr\n")
}

/// Says a word to a server, and gives what that answers.
fn call(address: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(b"ping")?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
