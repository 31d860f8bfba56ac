using System.Net;
using System.Net.Http.Headers;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Http;

/// <summary>Ranges and conditions of a task's result.</summary>
[Collection(SharedApp.Name)]
public sealed class DownloadTests(RunningApp app)
{
    private const string LongAgo = "Thu, 01 Jan 1970 00:00:00 GMT";

    [Fact]
    public async Task Ranges_and_conditions_are_those_of_the_standard()
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters(Domain.Groups[1]));
        Assert.Equal("succeeded", (await client.EndOfAsync(id)).Text("status"));
        var path = $"/api/tasks/{id}/result";
        using var whole = await client.GetAsync(path);
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        var (tag, modified) = (whole.Headers.ETag!.ToString(), whole.Content.Headers.LastModified!.Value.ToString("R"));

        ((string Name, string Value)[] Headers, int Status, Range Part)[] table =
        [
            ([("Range", "bytes=2-9")], 206, 2..10),
            ([("Range", "bytes=-4")], 206, ^4..),
            ([("Range", "items=2-9")], 200, ..),
            ([("Range", "bytes=9-2")], 200, ..),
            ([("Range", "bytes=nonsense")], 200, ..),
            ([("Range", "bytes=2-9"), ("If-Range", tag)], 206, 2..10),
            ([("Range", "bytes=2-9"), ("If-Range", "\"x\"")], 200, ..),
            ([("Range", "bytes=2-9"), ("If-Match", tag)], 206, 2..10),
            ([("If-Match", "\"x\"")], 412, ..0),
            ([("If-Match", tag), ("If-Unmodified-Since", LongAgo)], 200, ..),
            ([("If-Unmodified-Since", LongAgo)], 412, ..0),
            ([("If-Unmodified-Since", modified)], 200, ..),
            ([("If-None-Match", tag)], 304, ..0),
            ([("If-None-Match", tag), ("If-Modified-Since", LongAgo)], 304, ..0),
            ([("If-None-Match", "\"x\""), ("If-Modified-Since", modified)], 200, ..),
            ([("If-Modified-Since", modified)], 304, ..0),
        ];
        foreach (var (headers, status, part) in table)
        {
            using var response = await SendAsync(client, HttpMethod.Get, path, headers);
            Assert.True(status == (int)response.StatusCode, $"{string.Join(", ", headers)}: {(int)response.StatusCode}");
            if (status == 412)
            {
                await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
                continue;
            }

            Assert.Equal(tag, response.Headers.ETag!.ToString());
            Assert.Equal(bytes[part], await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_range_behind_the_end_is_a_problem_and_HEAD_has_none()
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters(Domain.Groups[1]));
        Assert.Equal("succeeded", (await client.EndOfAsync(id)).Text("status"));
        var path = $"/api/tasks/{id}/result";
        using var head = await SendAsync(client, HttpMethod.Head, path, ("Range", "bytes=2-9"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var length = head.Content.Headers.ContentLength!.Value;

        using var behind = await SendAsync(client, HttpMethod.Get, path, ("Range", $"bytes={length}-"));
        await behind.AssertProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable);
        Assert.Equal(new ContentRangeHeaderValue(length), behind.Content.Headers.ContentRange);
        Assert.Empty(behind.Content.Headers.ContentEncoding);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
