//! Files and mails made by hand, so that each test says what is in them.

use base64::prelude::{BASE64_STANDARD, Engine};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A mail with files.
pub fn mail(number: usize, subject: &str, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut mail = format!(
        "Message-ID: <files-{number}@rapport.test>\r\nFrom: Ana <ana@example.com>\r\n\
         To: bob@example.com\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"edge\"\r\n\r\n\
         --edge\r\nContent-Type: text/plain\r\n\r\nsee the attachments\r\n"
    );
    for (name, bytes) in files {
        mail.push_str(&format!(
            "--edge\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n"
        ));
        for line in BASE64_STANDARD.encode(bytes).as_bytes().chunks(76) {
            mail.push_str(&String::from_utf8_lossy(line));
            mail.push_str("\r\n");
        }
    }
    mail.push_str("--edge--\r\n");
    mail.into_bytes()
}

/// A zip file.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A zip file that says that its members need a password.
pub fn locked_zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = zip(members);
    // The flags stand 6 bytes into a member's own header and 8 into its line of the directory.
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = bytes
            .windows(4)
            .enumerate()
            .filter_map(|(at, window)| (window == mark).then_some(at))
            .collect();
        places.into_iter().for_each(|at| bytes[at + flags] |= 1);
    }
    bytes
}

/// A PDF with one line on each page; `extra` is added to its trailer.
pub fn pdf_with(pages: &[String], extra: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (page, text) in pages.iter().enumerate() {
        let content =
            format!("BT /F1 12 Tf 72 720 Td ({text}) Tj 0 -14 Td (the second line) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * page
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (size, start) = (objects.len() + 1, pdf.len());
    pdf.push_str(&format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n"
    ));
    pdf.into_bytes()
}

/// A PDF with one line on each page.
pub fn pdf(pages: &[String]) -> Vec<u8> {
    pdf_with(pages, "")
}

/// A PDF that opens with a password only.
pub fn locked_pdf() -> Vec<u8> {
    let key = "41".repeat(32);
    let handler = format!(
        "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{key}> /U <{key}> >> \
         /ID [<{id}> <{id}>]",
        id = "00".repeat(16)
    );
    pdf_with(&["nobody reads this".to_owned()], &handler)
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// A Word document of two pages.
pub fn docx(first: &str, second: &str) -> Vec<u8> {
    let document = format!(
        "{XML}<w:document xmlns:w=\"urn:w\"><w:body><w:p><w:r><w:t>{first}</w:t></w:r></w:p>\
         <w:p><w:r><w:lastRenderedPageBreak/><w:t>{second}</w:t></w:r></w:p></w:body></w:document>"
    );
    zip(&[("word/document.xml", document.as_bytes())])
}

/// A workbook with two sheets; the word stands on the second.
pub fn xlsx(name: &str, word: &str) -> Vec<u8> {
    let workbook = format!(
        "{XML}<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"First\" sheetId=\"1\" r:id=\"r1\"/>\
         <sheet name=\"{name}\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"
    );
    let relations = format!(
        "{XML}<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"
    );
    let strings = format!("{XML}<sst><si><t>unused</t></si><si><t>{word}</t></si></sst>");
    let sheet = |cells: &str| {
        format!("{XML}<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>")
    };
    zip(&[
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            sheet("<c r=\"A1\"><v>42</v></c>").as_bytes(),
        ),
        (
            "xl/worksheets/sheet2.xml",
            sheet("<c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\"><v>7.5</v></c>").as_bytes(),
        ),
    ])
}

/// A presentation of two slides, stored in the other order; the word stands on the second shown.
pub fn pptx(word: &str) -> Vec<u8> {
    let presentation = format!(
        "{XML}<p:presentation xmlns:r=\"urn:r\" xmlns:p=\"urn:p\"><p:sldIdLst>\
         <p:sldId id=\"256\" r:id=\"r2\"/><p:sldId id=\"257\" r:id=\"r1\"/></p:sldIdLst></p:presentation>"
    );
    let relations = format!(
        "{XML}<Relationships><Relationship Id=\"r1\" Target=\"slides/slide1.xml\"/>\
         <Relationship Id=\"r2\" Target=\"slides/slide2.xml\"/></Relationships>"
    );
    let slide =
        |text: &str| format!("{XML}<p:sld xmlns:a=\"urn:a\"><a:p><a:t>{text}</a:t></a:p></p:sld>");
    zip(&[
        ("ppt/presentation.xml", presentation.as_bytes()),
        ("ppt/_rels/presentation.xml.rels", relations.as_bytes()),
        ("ppt/slides/slide1.xml", slide(word).as_bytes()),
        ("ppt/slides/slide2.xml", slide("welcome").as_bytes()),
    ])
}

/// An OpenDocument file with this body.
pub fn open_document(kind: &str, body: &str) -> Vec<u8> {
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    let content = format!(
        "{XML}<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" \
         xmlns:draw=\"d\"><office:body>{body}</office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", mimetype.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}
