//! Zip files: office documents go to their readers, the members of others are read one by one.

use super::{
    File, office, open_document, out::Out, package::Package, presentation, read_file, sheet,
};
use shared::api::reading::UnreadReason;

/// Reads a zip file.
pub fn read_zip(file: &File<'_>, out: &mut Out) {
    let Some(mut package) = Package::open(file.bytes) else {
        out.cannot(UnreadReason::Damaged);
        return;
    };
    if package.has("word/document.xml") {
        office::read(file, &mut package, out);
    } else if package.has("ppt/presentation.xml") {
        presentation::read(file, &mut package, out);
    } else if package.has("xl/workbook.xml") {
        sheet::read(file, &mut package, out);
    } else if package.has("content.xml") && package.has("mimetype") {
        open_document::read(file, &mut package, out);
    } else {
        read_members(file, &mut package, out);
    }
}

fn read_members(file: &File<'_>, package: &mut Package<'_>, out: &mut Out) {
    for number in 0..package.len() {
        if !out.take_member() {
            return;
        }
        let Some(member) = package.member(number, out) else {
            continue;
        };
        match member.bytes {
            Ok(bytes) => read_file(&file.member(&member.name, "", &bytes), out),
            Err(reason) => {
                out.cannot(reason);
                if out.unpacked_left == 0 {
                    return;
                }
            }
        }
    }
}
