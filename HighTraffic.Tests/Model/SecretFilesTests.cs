using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.Tests.Model;

/// <summary>Secrets that a service reads from files.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_the_setting_of_its_name_without_the_last_line_break()
    {
        Write("HighTraffic__ApiKey", "a-key\n");
        Assert.Equal("a-key", Configuration()["HighTraffic:ApiKey"]);
    }

    [Fact]
    public void A_file_goes_before_a_variable()
    {
        Write("ConnectionStrings__appdb", "Host=file");
        Assert.Equal("Host=file", Configuration(("ConnectionStrings:appdb", "Host=variable")).GetConnectionString("appdb"));
    }

    [Theory]
    [InlineData("Host=postgres;Password={postgres-password};Database=appdb", "Host=postgres;Password=p+{w}!;Database=appdb")]
    [InlineData("amqp://guest:{postgres-password}@messaging:5672", "amqp://guest:p%2B%7Bw%7D%21@messaging:5672")]
    [InlineData("Host=postgres;Password={another}", "Host=postgres;Password={another}")]
    public void A_connection_string_names_the_file_of_its_password(string connection, string expected)
    {
        Write("postgres-password", "p+{w}!\n");
        Assert.Equal(expected, Configuration(("ConnectionStrings:server", connection)).GetConnectionString("server"));
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        var missing = Path.Combine(_folder.FullName, "missing");
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => Configuration(("HighTraffic:Secrets", missing))).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);

    private ConfigurationManager Configuration(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["HighTraffic:Secrets"] = _folder.FullName;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        return builder.AddServiceDefaults().Configuration;
    }
}
