using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Servers;

namespace Aspire.Hosting.Tests;

public sealed class DockerfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ReadsImageVariablesAndCopies()
    {
        var dockerfile = Read("""
            # A comment
            FROM nginx:1.30.5-alpine

            ENV ONE=1 TWO="2"
            ENV FILTER=^(A_|B)
            ENV EMPTY=
            COPY --chown=nginx:nginx templates extra.conf /etc/nginx/
            """);
        Assert.Equal("nginx:1.30.5-alpine", dockerfile.BaseImage);
        Assert.Equal(
            new Dictionary<string, string> { ["ONE"] = "1", ["TWO"] = "2", ["FILTER"] = "^(A_|B)", ["EMPTY"] = "" }, dockerfile.Variables);
        Assert.Equal(
            [(Path.Combine(_folder.Path, "templates"), "/etc/nginx/"), (Path.Combine(_folder.Path, "extra.conf"), "/etc/nginx/")], dockerfile.Copies);
    }

    [Fact]
    public void JoinsLinesThatEndInABackslash()
    {
        var dockerfile = Read("""
            from nginx:1.30.5
            ENV ONE=1 \
                # Comments and empty lines stand between the parts.

                TWO=2
            """);
        Assert.Equal(new Dictionary<string, string> { ["ONE"] = "1", ["TWO"] = "2" }, dockerfile.Variables);
    }

    [Fact]
    public void RefusesAFileWithoutAnImage() =>
        Assert.Contains("FROM", Assert.Throws<DistributedApplicationException>(() => Read("ENV ONE=1")).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private Dockerfile Read(string content) => Dockerfile.Read(new DockerfileAnnotation(_folder.Path, _folder.Write("Dockerfile", content)));
}
