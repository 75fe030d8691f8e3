//! Imports that are killed, that run in the background, and that are cancelled.

use super::*;

/// Stops the importer after a number of batches, as a kill would, and tells when an import ended.
struct Watch {
    stop_after: u32,
    seen: std::sync::atomic::AtomicU32,
    shared: OnceLock<Arc<Shared>>,
    ended: Mutex<mpsc::Sender<ImportState>>,
}

impl Progress for Watch {
    fn import_changed(&self, import: &api::Import) {
        let seen = self
            .seen
            .fetch_add(u32::from(import.counts.items > 0), Ordering::SeqCst)
            + 1;
        if let Some(shared) = self.shared.get()
            && seen >= self.stop_after
        {
            shared.closing.store(true, Ordering::SeqCst);
        }
        let running = matches!(
            import.state,
            ImportState::Uploading | ImportState::Queued | ImportState::Running
        );
        if !running {
            let _test_may_be_over = lock(&self.ended).send(import.state);
        }
    }

    fn is_findable(&self, _position: ChangePosition) -> bool {
        true
    }
}

fn watch(stop_after: u32) -> (Arc<Watch>, mpsc::Receiver<ImportState>) {
    let (sender, receiver) = mpsc::channel();
    let watch = Watch {
        stop_after,
        seen: Default::default(),
        shared: OnceLock::new(),
        ended: Mutex::new(sender),
    };
    (Arc::new(watch), receiver)
}

fn big_box(messages: usize) -> String {
    (0..messages)
        .map(|number| {
            format!(
                "From a@b.c Mon Jan  1 10:00:00 2024\n{}\n",
                mail(&number.to_string(), "Offer", "")
            )
        })
        .collect()
}

#[test]
fn a_killed_import_goes_on_where_it_stopped() {
    const MESSAGES: usize = 3 * batches::BATCH_ITEMS_MAX + 7;
    let (first, _) = watch(1);
    let mut house = house_with(first.clone());
    let _ = first.shared.set(house.runner.shared.clone());
    let path = house.file("box", &big_box(MESSAGES));
    house
        .runner
        .run_blocking(&house.ctx, &[path], None)
        .unwrap();
    let halfway = house.last_import();
    assert_eq!(
        (halfway.state, halfway.items_done),
        (ImportState::Running, batches::BATCH_ITEMS_MAX as u64)
    );
    let (second, ended) = watch(u32::MAX);
    house.runner = runner(&house.folder, &house.store, second);
    house.runner.resume_all().unwrap();
    assert_eq!(ended.recv().unwrap(), ImportState::Done);
    let import = house.last_import();
    assert_eq!(
        (import.counts.created, import.counts.unchanged),
        (MESSAGES as u64, 0)
    );
    assert_eq!(house.all::<Message>().len(), MESSAGES);
    house.check();
    house.undo(import.id);
    assert!(house.all::<Message>().is_empty());
}

#[test]
fn uploads_are_imported_in_the_background_and_cleared_away() {
    let (watch, ended) = watch(u32::MAX);
    let house = house_with(watch);
    let import = house.runner.create(&house.ctx).unwrap();
    assert!(matches!(
        house.runner.start(&house.ctx, import.id),
        Err(DomainError::Invalid(_))
    ));
    let path = house.runner.upload_path(&house.ctx, import.id).unwrap();
    fs::write(&path, CARD).unwrap();
    let added = house
        .runner
        .add_file(&house.ctx, import.id, "../../my\\cards.vcf", &path)
        .unwrap();
    assert_eq!(
        (added.sources[0].as_str(), added.bytes_total),
        ("my/cards.vcf", CARD.len() as u64)
    );
    house.runner.start(&house.ctx, import.id).unwrap();
    assert_eq!(ended.recv().unwrap(), ImportState::Done);
    assert!(matches!(
        house.runner.start(&house.ctx, import.id),
        Err(DomainError::ImportState)
    ));
    assert_eq!(house.all::<Contact>().len(), 1);
    house.runner.close();
    assert!(!path.exists());
}

#[test]
fn a_cancelled_import_stops_and_can_be_taken_back() {
    let house = house();
    let path = house.file("box", &big_box(2 * batches::BATCH_ITEMS_MAX));
    let import = house.write(|unit| create_import(&house.ctx, unit, None));
    let source = local_source(&path);
    house.write(|unit| add_source(&house.ctx, unit, import.id, &source, 1));
    house.write(|unit| queue_import(&house.ctx, unit, import.id));
    // As if it were running already, and somebody asked before the next batch.
    run::change(&house.runner.shared, &house.ctx, import.id, |import| {
        import.state = ImportState::Running
    })
    .unwrap();
    house.runner.cancel(&house.ctx, import.id).unwrap();
    house.runner.shared.run(import.id).unwrap();
    assert_eq!(house.last_import().state, ImportState::Cancelled);
    assert!(house.all::<Message>().is_empty());
    house.undo(import.id);
}
