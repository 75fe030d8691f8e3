//! The job from mails to what search finds, on the real engine; the store's own check has the last
//! word each time. Files are read here by the same code that runs in a child process elsewhere.

use super::*;
use crate::{
    extract::extract,
    jobs::import::tests::{House, house},
    store::{
        check::{FindingCode, check},
        engine::{Direction, KeyRange},
        schema::{
            message::Message,
            reading::{FileText, Reading, file_text_key, file_use_key, find_file_text},
        },
    },
};
use std::sync::atomic::AtomicUsize;

const PATIENCE: Duration = Duration::from_secs(60);

/// Reads in this process, and counts.
#[derive(Default)]
struct Here {
    count: AtomicUsize,
    /// Files from here on are not read: the server stops.
    stop_at: Option<usize>,
}

impl FileReader for Here {
    fn read(
        &self,
        label: &Label,
        bytes: &[u8],
        _: &dyn Fn() -> bool,
    ) -> Result<Extract, ReadError> {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        if self.stop_at.is_some_and(|stop_at| count >= stop_at) {
            return Err(ReadError::Stopped);
        }
        Ok(extract(label, bytes))
    }
}

fn mail(number: usize, name: &str, content: &str) -> String {
    format!(
        "Message-ID: <{number}@test>\nFrom: ana@example.com\nSubject: the figures\n\
         Date: Fri, 20 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n\
         see the attachment\n--b\nContent-Type: text/plain; name=\"{name}\"\n\
         Content-Disposition: attachment; filename=\"{name}\"\n\n{content}\n--b--\n"
    )
}

fn import(house: &House, mails: &[String]) {
    let files = mails.iter().zip(0..);
    let paths: Vec<_> = files
        .map(|(mail, number)| house.file(&format!("{number}.eml"), mail))
        .collect();
    house.import(&paths);
}

fn job(house: &House) -> ReadingJob {
    let job = ReadingJob::new(
        house.store.clone(),
        Arc::new(crate::domain::ctx::SystemClock),
    );
    house.store.observe(job.observer());
    job
}

fn settle(house: &House, job: &ReadingJob) {
    let position = house.store.read().unwrap().position().unwrap();
    assert!(job.wait(position, Instant::now() + PATIENCE));
    house.check();
}

fn texts(house: &House) -> usize {
    let range = KeyRange::prefix(&[Table::FileText as u8]);
    let reader = house.store.read().unwrap();
    reader
        .range(&range, 1_000, Direction::Forward)
        .unwrap()
        .len()
}

fn text_of(house: &House, message: &Message) -> FileText {
    let reader = house.store.read().unwrap();
    find_file_text(&reader, &message.attachments[0].blob)
        .unwrap()
        .unwrap()
}

#[test]
fn files_are_read_once_for_each_content() {
    let house = house();
    let job = job(&house);
    let here = Arc::new(Here::default());
    // One is there before the job begins, one comes while it runs.
    import(&house, &[mail(1, "a.txt", "the penalty clause")]);
    job.start(here.clone());
    settle(&house, &job);
    import(
        &house,
        &[
            mail(2, "b.txt", "the penalty clause"),
            mail(3, "c.txt", "another text"),
        ],
    );
    settle(&house, &job);
    assert_eq!((here.count.load(Ordering::SeqCst), texts(&house)), (2, 2));
    assert_eq!(house.all::<Reading>().len(), 3);
    let message = &house.all::<Message>()[0];
    assert_eq!(text_of(&house, message).parts[0].text, "the penalty clause");
    assert_eq!(job.progress(), ReadingProgress::default());
}

#[test]
fn a_stop_in_the_middle_loses_and_repeats_nothing() {
    let house = house();
    let mails: Vec<String> = (0..40)
        .map(|number| mail(number, "a.txt", &format!("text {number}")))
        .collect();
    import(&house, &mails);
    let stopped = job(&house);
    let first = Arc::new(Here {
        stop_at: Some(20),
        ..Here::default()
    });
    stopped.start(first);
    wait_until(|| texts(&house) > 0);
    stopped.close();
    let before = texts(&house);
    assert!((1..40).contains(&before), "{before}");
    house.check();
    let job = job(&house);
    let here = Arc::new(Here::default());
    job.start(here.clone());
    settle(&house, &job);
    assert_eq!(texts(&house), 40);
    assert_eq!(here.count.load(Ordering::SeqCst), 40 - before);
}

#[test]
fn an_undone_import_takes_its_texts_along_but_not_those_of_others() {
    let house = house();
    let job = job(&house);
    job.start(Arc::new(Here::default()));
    import(
        &house,
        &[mail(1, "a.txt", "kept by one"), mail(2, "b.txt", "gone")],
    );
    let first = house.last_import().id;
    import(&house, &[mail(3, "c.txt", "kept by one")]);
    settle(&house, &job);
    assert_eq!(texts(&house), 2);
    house.undo(first);
    settle(&house, &job);
    assert_eq!((texts(&house), house.all::<Reading>().len()), (1, 1));
    let kept = &house.all::<Message>()[0];
    assert_eq!(text_of(&house, kept).parts[0].text, "kept by one");
}

#[test]
fn a_newer_reader_reads_again() {
    let house = house();
    import(&house, &[mail(1, "a.txt", "the text")]);
    let first = job(&house);
    first.start(Arc::new(Here::default()));
    settle(&house, &first);
    first.close();
    // As an older executable left it.
    let message = house.all::<Message>().remove(0);
    let mut reading = house.all::<Reading>().remove(0);
    reading.version = 0;
    let mut text = text_of(&house, &message);
    text.version = 0;
    text.parts[0].text = "read badly".to_owned();
    let key = file_text_key(&message.attachments[0].blob);
    let bytes = crate::store::schema::reading::encode_file_text(&text);
    let cursor = crate::store::schema::reading::cursor_key();
    house
        .store
        .transact_blocking(house.ctx.meta(), |unit| {
            unit.put(&reading)?;
            unit.put_value(key.clone(), bytes.clone());
            unit.delete_value(cursor.clone());
            Ok::<_, crate::domain::error::DomainError>(())
        })
        .unwrap();
    let again = job(&house);
    again.start(Arc::new(Here::default()));
    settle(&house, &again);
    assert_eq!(text_of(&house, &message).parts[0].text, "the text");
    assert_eq!(
        house.all::<Reading>()[0].version,
        crate::extract::READER_VERSION
    );
}

#[test]
fn check_finds_what_does_not_fit_together() {
    let house = house();
    import(&house, &[mail(1, "a.txt", "the text")]);
    let job = job(&house);
    job.start(Arc::new(Here::default()));
    settle(&house, &job);
    let message = house.all::<Message>().remove(0);
    let (hash, stranger) = (message.attachments[0].blob, [7; 32]);
    house
        .store
        .transact_blocking(house.ctx.meta(), |unit| {
            unit.delete_value(file_text_key(&hash));
            unit.put_value(file_use_key(&stranger, message.id), Vec::new());
            Ok::<_, crate::domain::error::DomainError>(())
        })
        .unwrap();
    let report = check(&house.store).unwrap();
    let codes: Vec<_> = report.findings.iter().map(|found| found.code).collect();
    let expected = [FindingCode::FileTextMissing, FindingCode::FileReadingOrphan];
    assert_eq!(codes, expected);
}

/// Looks again and again until something is so.
fn wait_until(is_so: impl Fn() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "it did not come to pass");
        std::thread::yield_now();
    }
}
