using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>Mappings of feeds, and records that they do not fit.</summary>
public sealed class FeedMappingTests
{
    [Fact]
    public async Task Pointers_lead_into_objects_and_arrays()
    {
        const string json = """
            [{
              "person": {"key/1": 7, "mails": [{"v": " a@example.com "}], "speaks": ["de", "en"]},
              "job": {"days": ["01.02.2026"], "remote": true, "note": "  "}
            }]
            """;
        var fields = new FieldMapping
        {
            Id = "/person/key~11",
            Email = "/person/mails/0/v",
            Languages = "/person/speaks",
            HiredOn = "/job/days/0",
            DateFormat = "dd.MM.yyyy",
            JobTitle = "/job/note",
            CustomFields = new Dictionary<string, string> { ["remote"] = "/job/remote", ["none"] = "/job/x/3/y" },
        };

        var worker = (await ReadJson(json, fields)).ShouldHaveSingleItem();

        new[] { worker }.ShouldBeWorkers([
            Company.Minimal("7") with
            {
                Email = "a@example.com",
                Languages = ["de", "en"],
                HiredOn = new(2026, 2, 1),
                CustomFields = new Dictionary<string, string> { ["remote"] = "true" },
            },
        ]);
    }

    [Fact]
    public async Task A_status_that_is_not_mapped_stays_in_the_words_of_the_source()
    {
        var worker = (await ReadJson("""[{"id":"1","status":"Furlough 2"}]""", FakeRecords.Fields)).Single();

        (worker.Status, worker.StatusCode).ShouldBe((HrisStatus.Unknown, "Furlough 2"));
    }

    [Fact]
    public async Task A_list_in_a_record_holds_the_jobs_beside_the_main_one()
    {
        const string json = """
            [{"id":"7","site":"BER","jobs":[
              {"where":{"id":"LIS"},"unit":"Sales","boss":"4","title":"Deputy","hours":8},
              {"where":{"id":"BER"},"main":"yes"},
              {"unit":"Data"}]}]
            """;
        var fields = new FieldMapping
        {
            Id = "id",
            Site = "site",
            OtherJobs = new()
            {
                List = "/jobs",
                IsPrimary = "main",
                Site = "/where/id",
                Department = "unit",
                Manager = "boss",
                JobTitle = "title",
                WorkingTime = "hours",
                FullTime = 40,
            },
        };

        (await ReadJson(json, fields))
            .Single()
            .OtherJobs.ShouldBe([
                new(null, "LIS", "Sales", null, "4", "Deputy", null, "20"),
                new(null, null, "Data", null, null, null, null),
            ]);
    }

    [Theory]
    [InlineData("yes", "no", "Data")]
    [InlineData("no", "no", null)]
    [InlineData("yes", "yes", null)]
    public async Task A_second_record_is_another_job_where_one_of_them_is_the_main_one(
        string first,
        string second,
        string? department
    )
    {
        var json = $$"""
            [{"id":"7","hired":"2020-01-01","department":"Sales","primary":"{{first}}"},
             {"id":"7","hired":"2021-01-01","department":"Data","primary":"{{second}}"}]
            """;

        (await ReadJson(json, FakeRecords.Fields))
            .ShouldHaveSingleItem()
            .OtherJobs.Select(job => job.Department)
            .ShouldBe(department is null ? [] : [department]);
    }

    [Theory]
    [InlineData("0.8", "80")]
    [InlineData("0.6667", "67")]
    [InlineData("1", "100")]
    [InlineData("0", "0")]
    [InlineData("80 %", "80 %")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public async Task A_part_of_full_time_becomes_percent_and_other_text_stays(string fte, string percent) =>
        (await ReadJson($$"""[{"id":"1","fte":"{{fte}}"}]""", FakeRecords.Fields))
            .Single()
            .Assignments.Single()
            .WorkingTime.ShouldBe(percent);

    [Fact]
    public async Task A_last_day_before_the_first_belongs_to_an_earlier_employment()
    {
        var worker = (
            await ReadJson("""[{"id":"1","hired":"2026-01-01","last_day":"2019-01-01"}]""", FakeRecords.Fields)
        ).Single();

        worker.LastDay.ShouldBeNull();
    }

    [Fact]
    public async Task A_worker_counts_as_deleted_when_all_records_say_so()
    {
        const string json = """
            [{"id":"1","gone":"yes","hired":"2020-01-01"},{"id":"1","gone":"no","hired":"2021-01-01"},
             {"id":"2","gone":true}]
            """;
        var fields = new FieldMapping
        {
            Id = "id",
            IsDeleted = "gone",
            HiredOn = "hired",
        };

        var workers = await ReadJson(json, fields);

        workers.Select(w => (w.Id, w.IsDeleted)).ShouldBe([("1", false), ("2", true)]);
    }

    [Theory]
    [InlineData("""[{"id":"1"},{"name":"x"}]""", "Record 2 has no id at 'id'.")]
    [InlineData("""[{"id":"1","hired":"27/11/2026"}]""", "Record 1: 'hired' is not a day in the form yyyy-MM-dd.")]
    [InlineData(
        """[{"id":"1","last_day":"2026-02-30"}]""",
        "Record 1: 'last_day' is not a day in the form yyyy-MM-dd."
    )]
    public async Task A_record_that_cannot_be_understood_is_named_without_its_contents(string json, string message)
    {
        var e = await Should.ThrowAsync<HrisException>(() => ReadJson(json, FakeRecords.Fields));

        e.Message.ShouldBe(message);
        e.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Half_of_a_character_is_refused()
    {
        var e = await Should.ThrowAsync<HrisException>(() =>
            ReadJson("""[{"id":"1","first":"\ud83d"}]""", FakeRecords.Fields)
        );

        e.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task What_cannot_be_stored_is_left_out()
    {
        var workers = await ReadJson("""[{"id":"1","first":"A\u0000na","last":"\u0000"}]""", FakeRecords.Fields);

        workers.Single().Name.ShouldBe("Ana");
    }

    [Theory]
    [InlineData("id;name\r\n1;\"Müller; Ana\"\r\n", "Müller; Ana")]
    [InlineData("name\tid\n\"Two\nlines\"\t1\n", "Two\nlines")]
    [InlineData("\uFEFFid,name\n1,\" Ng \"\n", "Ng")]
    public async Task Csv_is_read_with_any_of_the_usual_separators(string csv, string name)
    {
        var workers = await ReadCsv(csv);

        workers.Select(w => (w.Id, w.Name)).ShouldBe([("1", name)]);
    }

    [Theory]
    [InlineData("number,name\n1,x\n", "no column 'id'")]
    [InlineData("id,name\n1\n", "cannot be read as CSV")]
    [InlineData("id,name\n1,x,y\n", "cannot be read as CSV")]
    [InlineData("id,name\n1,\"x\n2,y\n", "quotation mark")]
    [InlineData("", "empty")]
    public async Task Csv_that_cannot_be_read_to_its_end_is_refused(string csv, string message)
    {
        var e = await Should.ThrowAsync<HrisException>(() => ReadCsv(csv));

        e.Message.ShouldContain(message);
        e.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public void Csv_in_another_encoding_is_refused() =>
        Should
            .Throw<HrisException>(() => CsvRecords.Read([0x69, 0x64, 0x0A, 0xFC, 0x0A], null, ["id"]))
            .Message.ShouldContain("UTF-8");

    private static Task<IReadOnlyList<HrisWorker>> ReadJson(string json, FieldMapping fields) =>
        Read(new(json), FeedFormat.Json, fields);

    private static Task<IReadOnlyList<HrisWorker>> ReadCsv(string csv) =>
        Read(new(csv) { ContentType = "text/csv" }, FeedFormat.Csv, new() { Id = "id", Name = ["name"] });

    private static async Task<IReadOnlyList<HrisWorker>> Read(FakeAnswer answer, FeedFormat format, FieldMapping fields)
    {
        using var source = FakeSource.Start(new FakePersonio());
        source.Intercept = _ => answer;
        var settings = new FeedSettings
        {
            Address = new(source.Address, "/people"),
            Format = format,
            Fields = fields,
        };
        return (await source.Read(settings: settings)).Workers();
    }
}
