using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A certificate for localhost that the test creates and issues, in a folder for Nginx.</summary>
internal sealed class Certificate : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset End = Start.AddDays(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificate-test-");
    private readonly ECDsa _issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _issuer;

    public Certificate()
    {
        var request = new CertificateRequest("CN=Test", _issuerKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        _issuer = request.CreateSelfSigned(Start, End);
        Renew();
    }

    /// <summary>The serial number of the current certificate.</summary>
    public string SerialNumber { get; private set; } = "";

    /// <summary>The folder that Nginx reads.</summary>
    public (string Name, string Value)[] Settings => [("GATEWAY_CERTIFICATE", File("tls.crt")), ("GATEWAY_CERTIFICATE_KEY", File("tls.key"))];

    /// <summary>The check of a client that trusts the issuer.</summary>
    public X509ChainPolicy Policy => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _issuer },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>Replaces the certificate, as a tool that renews it does: first one file, then the other.</summary>
    public void Renew()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_issuer, Start, End, RandomNumberGenerator.GetBytes(16));
        Replace("tls.key", key.ExportPkcs8PrivateKeyPem());
        Replace("tls.crt", certificate.ExportCertificatePem());
        SerialNumber = certificate.SerialNumber;
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _issuerKey.Dispose();
        _folder.Delete(recursive: true);
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private void Replace(string name, string content)
    {
        System.IO.File.WriteAllText(File($"{name}.new"), content);
        System.IO.File.Move(File($"{name}.new"), File(name), overwrite: true);
    }
}
