//! A stream of bytes that the host takes from where they are. wit-bindgen's takes a `Vec`, into which bytes of a static or
//! of a part of another buffer have to be copied first: that was 4.2 million of the 5.0 million instructions of 4 MiB.

/// The addition to the bindings of WASI 0.3.
///
/// To wit-bindgen each element of the stream is a `()`, so that a `Vec` of them is a number; the bytes that they stand for
/// are looked up when a write begins. The writer owns them until the write is over: a future that is leaked keeps
/// them, and one that is dropped cancels the write first.
pub(super) const MODULE: &str = r#"pub mod lent_stream {
    #![allow(clippy::all)]
    use ::std::cell::Cell;
    use ::std::rc::Rc;

    use ::wit_bindgen::rt::async_support::{
        RawStreamWriter, StreamOps, StreamReader, StreamVtable,
    };

    use super::wit_stream::StreamPayload;

    const BYTES: &StreamVtable<u8> = <u8 as StreamPayload>::VTABLE;

    /// The most that one write takes.
    const MOST: usize = (1 << 28) - 1;

    /// The bytes that are being written.
    type Lent = Rc<Cell<(*const u8, usize)>>;

    /// The writable end of a stream of bytes.
    pub struct Writer {
        stream: RawStreamWriter<Ops>,
        lent: Lent,
    }

    #[derive(Clone)]
    struct Ops(Lent);

    /// Both ends of a new stream.
    pub fn new() -> (Writer, StreamReader<u8>) {
        let lent = Lent::new(Cell::new((::core::ptr::null(), 0)));
        let ops = Ops(lent.clone());
        unsafe {
            let ends = (BYTES.new)();
            let stream = RawStreamWriter::new((ends >> 32) as u32, ops);
            (Writer { stream, lent }, StreamReader::new(ends as u32, BYTES))
        }
    }

    impl Writer {
        /// Writes all of it. Returns whether the other side has taken all.
        pub async fn write_all(&mut self, bytes: ::bytes::Bytes) -> bool {
            for part in bytes.chunks(MOST) {
                self.lent.set((part.as_ptr(), part.len()));
                let left = self.stream.write_all(::std::vec![(); part.len()]).await;
                if !left.is_empty() {
                    return false;
                }
            }
            true
        }
    }

    unsafe impl StreamOps for Ops {
        type Payload = ();

        fn new(&mut self) -> u64 {
            unsafe { (BYTES.new)() }
        }
        fn elem_layout(&self) -> ::core::alloc::Layout {
            ::core::alloc::Layout::new::<()>()
        }
        fn native_abi_matches_canonical_abi(&self) -> bool {
            true
        }
        fn contains_lists(&self) -> bool {
            false
        }
        unsafe fn lower(&mut self, _: (), _: *mut u8) {}
        unsafe fn dealloc_lists(&mut self, _: *mut u8) {}
        unsafe fn lift(&mut self, _: *mut u8) {}
        unsafe fn start_write(&mut self, stream: u32, _: *const u8, left: usize) -> u32 {
            let (start, length) = self.0.get();
            unsafe { (BYTES.start_write)(stream, start.add(length - left), left) }
        }
        unsafe fn start_read(&mut self, stream: u32, start: *mut u8, length: usize) -> u32 {
            unsafe { (BYTES.start_read)(stream, start, length) }
        }
        unsafe fn cancel_read(&mut self, stream: u32) -> u32 {
            unsafe { (BYTES.cancel_read)(stream) }
        }
        unsafe fn cancel_write(&mut self, stream: u32) -> u32 {
            unsafe { (BYTES.cancel_write)(stream) }
        }
        unsafe fn drop_readable(&mut self, stream: u32) {
            unsafe { (BYTES.drop_readable)(stream) }
        }
        unsafe fn drop_writable(&mut self, stream: u32) {
            unsafe { (BYTES.drop_writable)(stream) }
        }
    }
}
"#;
