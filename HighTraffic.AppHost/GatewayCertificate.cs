using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HighTraffic.AppHost.Local;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost;

/// <summary>Lets Nginx end TLS where <c>HighTraffic:Gateway:Certificate</c> names a certificate (docs/security.md).</summary>
internal static class GatewayCertificate
{
    /// <summary>The name of the endpoint.</summary>
    public const string Endpoint = "https";

    /// <summary>Where a container finds the folder of the certificate.</summary>
    public const string ContainerFolder = "/run/tls";

    /// <summary>Where a container listens.</summary>
    public const int ListenPort = 8443;

    // The names in a TLS secret of Kubernetes.
    private const string CertificateFile = "tls.crt";
    private const string KeyFile = "tls.key";

    // The value of the setting that means the certificate of `dotnet dev-certs`.
    private const string Developer = "developer";

    /// <summary>The endpoint that people open.</summary>
    public static EndpointReference PublicEndpoint(this IResourceWithEndpoints gateway) =>
        new(gateway, gateway.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == Endpoint) ? Endpoint : "http");

    /// <summary>Has the local Nginx end TLS.</summary>
    public static IResourceBuilder<ExecutableResource> WithCertificate(this IResourceBuilder<ExecutableResource> nginx, AppSettings settings)
    {
        if (settings.Certificate.Length == 0)
        {
            return nginx;
        }

        nginx.WithPort(Endpoint, "GATEWAY_HTTPS_PORT", scheme: "https", Port(settings));
        return settings.Certificate == Developer
            ? nginx.WithDeveloperCertificate()
            : nginx.WithFiles(CheckedFolder(settings));
    }

    /// <summary>Has the container of Nginx end TLS.</summary>
    public static IResourceBuilder<ContainerResource> WithCertificate(this IResourceBuilder<ContainerResource> nginx, AppSettings settings)
    {
        if (settings.Certificate.Length == 0)
        {
            return nginx;
        }

        nginx.WithHttpsEndpoint(port: Port(settings), targetPort: ListenPort, env: "GATEWAY_HTTPS_PORT");
        if (settings.HttpsPort != 0)
        {
            nginx.WithEnvironment("GATEWAY_PUBLIC_HTTPS_PORT", settings.HttpsPort.ToString(CultureInfo.InvariantCulture));
        }

        if (nginx.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            // The folder is one of the machine that it is deployed to (ComposeDeployment.cs).
            return settings.Target == DeploymentTarget.Compose && settings.Certificate != Developer
                ? nginx.WithFiles(ContainerFolder).WithEnvironment("GATEWAY_HTTP3", "1")
                : Refuse($"HighTraffic:Gateway:Certificate names a folder for Docker Compose; on {settings.Target} TLS ends at the ingress in front.");
        }

        return settings.Certificate == Developer
            ? nginx.WithDeveloperCertificate()
            : nginx.WithBindMount(CheckedFolder(settings), ContainerFolder, isReadOnly: true).WithFiles(ContainerFolder);

        static IResourceBuilder<ContainerResource> Refuse(string sentence)
        {
            Refusal.End(sentence);
            throw new InvalidOperationException(sentence);
        }
    }

    private static int? Port(AppSettings settings) => settings.HttpsPort == 0 ? null : settings.HttpsPort;

    private static IResourceBuilder<T> WithFiles<T>(this IResourceBuilder<T> nginx, string folder) where T : IResourceWithEnvironment => nginx
        .WithEnvironment("GATEWAY_CERTIFICATE", string.Concat(folder, "/", CertificateFile))
        .WithEnvironment("GATEWAY_CERTIFICATE_KEY", string.Concat(folder, "/", KeyFile));

    private static IResourceBuilder<T> WithDeveloperCertificate<T>(this IResourceBuilder<T> nginx) where T : IResourceWithEnvironment, IResourceWithArgs
    {
        nginx.OnBeforeResourceStarted((_, start, _) =>
        {
            if (start.Services.GetRequiredService<IDeveloperCertificateService>().Certificates.IsEmpty)
            {
                Refusal.End("There is no trusted developer certificate; run: dotnet dev-certs https --trust");
            }

            return Task.CompletedTask;
        });
        return nginx.WithHttpsDeveloperCertificate().WithHttpsCertificateConfiguration(context =>
        {
            context.EnvironmentVariables["GATEWAY_CERTIFICATE"] = context.CertificatePath;
            context.EnvironmentVariables["GATEWAY_CERTIFICATE_KEY"] = context.KeyPath;
            return Task.CompletedTask;
        });
    }

    private static string CheckedFolder(AppSettings settings)
    {
        var folder = Path.GetFullPath(settings.Certificate);
        try
        {
            X509Certificate2.CreateFromPemFile(Path.Combine(folder, CertificateFile), Path.Combine(folder, KeyFile)).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Refusal.End($"HighTraffic:Gateway:Certificate must name a folder with {CertificateFile} and {KeyFile}, a certificate and its key as PEM: {exception.Message}");
        }

        return folder;
    }
}
