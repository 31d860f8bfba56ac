using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Model;

/// <summary>The certificate that the app model gives Nginx for TLS. The model is built but not started.</summary>
[Collection(SharedApp.Name)]
public sealed class GatewayCertificateTests : IDisposable
{
    private readonly ContainerRuntimeProgram _runtime = ContainerRuntimeProgram.Current();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificate-test-");

    public void Dispose()
    {
        _runtime.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nginx_gets_the_files_of_the_folder_and_a_port_for_https()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "tls.key"), key.ExportPkcs8PrivateKeyPem());

        await using var app = await BuildAsync($"--HighTraffic:Gateway:Certificate={_folder.FullName}", "--HighTraffic:HttpsPort=9443", "--HighTraffic:Gateway:HstsSeconds=60");
        var gateway = Gateway(app);
        var mount = Assert.Single(gateway.Annotations.OfType<ContainerMountAnnotation>());
        Assert.Equal((_folder.FullName, true), (mount.Source, mount.IsReadOnly));
        var variables = await VariablesAsync(app, gateway);
        Assert.Equal(($"{mount.Target}/tls.crt", $"{mount.Target}/tls.key"), (variables["GATEWAY_CERTIFICATE"], variables["GATEWAY_CERTIFICATE_KEY"]));
        Assert.Equal(("9443", "60"), (variables["GATEWAY_PUBLIC_HTTPS_PORT"], variables["GATEWAY_HSTS_SECONDS"]));
        var https = gateway.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "https");
        Assert.Equal((9443, true), (https.Port, https.IsExternal));
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_https()
    {
        await using var app = await BuildAsync();
        var gateway = Gateway(app);
        Assert.DoesNotContain(gateway.Annotations.OfType<EndpointAnnotation>(), endpoint => endpoint.Name == "https");
        Assert.DoesNotContain("GATEWAY_CERTIFICATE", (await VariablesAsync(app, gateway)).Keys);
    }

    private async Task<DistributedApplication> BuildAsync(params string[] arguments)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.HighTraffic_AppHost>(
            ["--HighTraffic:Servers=Containers", "--HighTraffic:Port=0", "--HighTraffic:KeepData=false", "--HighTraffic:Announce=false", _runtime.Argument, .. arguments]);
        return await builder.BuildAsync();
    }

    private static ContainerResource Gateway(DistributedApplication app) =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ContainerResource>().Single(resource => resource.Name == ResourceNames.Gateway);

    private static async Task<Dictionary<string, object>> VariablesAsync(DistributedApplication app, ContainerResource gateway)
    {
        var context = new EnvironmentCallbackContext(app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), gateway);
        foreach (var callback in gateway.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        return context.EnvironmentVariables;
    }
}
