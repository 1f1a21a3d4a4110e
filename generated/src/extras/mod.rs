//! What the description does not have and callers want: reading a request from a file, texts of a fault.
//!
//! Nothing here sends anything, and nothing here judges a value: that is `checks`.

mod faults;
mod mend;
mod spec_file;

#[cfg(test)]
mod tests;

pub use spec_file::read_redeploy_spec;
