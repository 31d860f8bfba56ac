using HighTraffic.Deployment.Tests.Published;
using YamlDotNet.Serialization;
using static HighTraffic.Deployment.Tests.Azure.ContainerApp;

namespace HighTraffic.Deployment.Tests.Compose;

/// <summary>The published Compose files with a certificate.</summary>
public sealed class ComposeCertificateTests
{
    [PublisherTheory]
    [InlineData("Compose")]
    public async Task Nginx_gets_the_folder_and_the_ports_of_https_and_http_3(string target)
    {
        var folder = await AppHost.PublishAsync(target, "Gateway:Certificate=./secrets/tls", "HttpsPort=443");
        var file = Map(new DeserializerBuilder().Build().Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, "docker-compose.yaml")))!);
        var gateway = Map(Map(file["services"])["gateway"]);
        Assert.Equal(
            ["${GATEWAY_BIND_ADDRESS:-127.0.0.1}:443:8443", "${GATEWAY_BIND_ADDRESS:-127.0.0.1}:443:8443/udp", "${GATEWAY_BIND_ADDRESS:-127.0.0.1}:8080:8080"],
            List(gateway["ports"]).Cast<string>().Order(StringComparer.Ordinal));
        var mount = Map(Assert.Single(List(gateway["volumes"])));
        Assert.Equal(("bind", "./secrets/tls", "/run/tls", "true"), ((string)mount["type"], (string)mount["source"], (string)mount["target"], (string)mount["read_only"]));
        var environment = Map(gateway["environment"]);
        Assert.Equal(
            ("/run/tls/tls.crt", "/run/tls/tls.key", "8443", "443", "1"),
            ((string)environment["GATEWAY_CERTIFICATE"], (string)environment["GATEWAY_CERTIFICATE_KEY"], (string)environment["GATEWAY_HTTPS_PORT"], (string)environment["GATEWAY_PUBLIC_HTTPS_PORT"], (string)environment["GATEWAY_HTTP3"]));
    }
}
